import { Text, View } from '@tarojs/components';
import { accountUsage, type AccountUsage, type FamilyMember } from '@shouwen/shared/contract/usage';
import { formatFen } from '@shouwen/shared/value';
import { useAnswer } from '@/api/query';
import { open, useParameters } from '@/platform/navigation';
import { routes } from '@/routes';
import { Card, List, ListItem, Pair } from '@/ui/card';
import { useNow } from '@/ui/form';
import { Icon } from '@/ui/icon';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered, State } from '@/ui/state';
import { UsageAlertCard } from '@/ui/usage-alert';
import { momentInWords } from '@/ui/words';
import { Chart, FigureTable } from './chart';
import { Gauge, HouseholdCard } from './gauge';
import './index.scss';

export default function History() {
  const accountId = Number(useParameters().accountId);
  const usage = useAnswer(accountUsage, { path: { id: accountId } });
  return (
    <Screen>
      <SignInGate>
        <Answered answer={usage} cards={3}>{(data) => <Water usage={data} />}</Answered>
      </SignInGate>
    </Screen>
  );
}

function Water({ usage }: { usage: AccountUsage }) {
  const { periods, years, gauge, alert, household, family } = usage;
  return (
    <>
      <View className='column-tight'>
        <View className='title digits'>户号 {usage.accountNumber}</View>
        <View className='muted'>{usage.nameMasked}　{usage.addressMasked}</View>
      </View>
      {alert && <UsageAlertCard alert={alert} />}
      {gauge && (
        <>
          <View className='section-title'>阶梯用量</View>
          <Gauge gauge={gauge} />
        </>
      )}
      <View className='section-title'>每期用水和去年比</View>
      {periods.length === 0 ? (
        <State icon='meter' title='还没有用水记录'>抄表出账后，这里会显示每期用了多少水、多少钱。</State>
      ) : (
        <>
          <Chart periods={periods} />
          <View className='section-title'>各期数字</View>
          <FigureTable periods={periods} />
          <Card>
            {years.map(({ year, volume, costFen }) => (
              <Pair key={year} name={`${year}年`}>{volume} m³，{formatFen(costFen)} 元</Pair>
            ))}
            {gauge?.tierPeriod === 'year' && periods.some(({ from, to }) => from.slice(0, 4) !== to.slice(0, 4)) && (
              <View className='muted small' id='across-new-year'>跨年的账单，这里整笔算在抄表的那一年；上面的阶梯用量按天数把它分到两年，所以两个数会不一样。</View>
            )}
          </Card>
        </>
      )}
      {household && (
        <>
          <View className='section-title'>家庭人口</View>
          <HouseholdCard household={household} accountId={usage.accountId} />
        </>
      )}
      <View className='section-title'>谁绑定了这一户</View>
      <List>
        {family.map((member, index) => <Member key={index} member={member} />)}
      </List>
      <List>
        <ListItem icon='wallet' id='to-prepaid' onTap={() => open(routes.prepaid, { accountId: usage.accountId })}>
          <View>预存水费</View>
          <View className='muted small digits'>余额 {formatFen(usage.prepaidFen)} 元</View>
        </ListItem>
        <ListItem icon='receipt' id='to-bills' onTap={() => open(routes.bills, { accountId: usage.accountId })}>全部账单</ListItem>
      </List>
    </>
  );
}

function Member({ member }: { member: FamilyMember }) {
  const now = useNow();
  return (
    <View className='list-item'>
      <Icon name='me' className='water' />
      <View className='grow'>
        <View className='digits'>{member.name}{member.me && <Text className='muted'>（我）</Text>}</View>
        <View className='muted small digits'>{member.lastPaid ? `${momentInWords(member.lastPaid.at, now)} 缴过 ${formatFen(member.lastPaid.amountFen)} 元` : '还没有在手机上缴过'}</View>
      </View>
    </View>
  );
}
