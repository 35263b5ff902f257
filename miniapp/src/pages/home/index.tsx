import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { myAccounts, type BoundAccount } from '@shouwen/shared/contract/customer';
import { usageAlerts, type UsageAlert } from '@shouwen/shared/contract/usage';
import { useAnswer, useConfiguration } from '@/api/query';
import { signIn, useMayAsk } from '@/api/session';
import { open } from '@/platform/navigation';
import { callPhone, say } from '@/platform/phone';
import { routes, type Route } from '@/routes';
import { Button } from '@/ui/button';
import { Icon, type IconName } from '@/ui/icon';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { Answered } from '@/ui/state';
import { UsageAlertCard } from '@/ui/usage-alert';
import './index.scss';

const entries: { route: Route; name: string; said: string; icon: IconName }[] = [
  { route: routes.reportLeak, name: '报漏水', said: '路面、水表漏水', icon: 'leak' },
  { route: routes.complain, name: '投诉', said: '有问必答复', icon: 'complaint' },
  { route: routes.services, name: '预约办事', said: '到厅不排队', icon: 'calendar' },
  { route: routes.payments, name: '缴费记录', said: '收据在这里', icon: 'receipt' },
];

export default function Home() {
  const configuration = useConfiguration();
  const mayAsk = useMayAsk();
  const accounts = useAnswer(myAccounts);
  const alerts = useAnswer(usageAlerts).data?.items ?? [];
  return (
    <Screen
      tab={routes.home}
      hero={
        <View className='home-hero'>
          <View className='home-company'>
            <Icon name='water' />
            <Text>{configuration?.companyName ?? '供水服务'}</Text>
          </View>
          <Text className='home-motto'>谁先接待，谁负责到底</Text>
        </View>
      }
    >
      <View className='home-account'>
        {mayAsk ? <Answered answer={accounts} cards={1}>{({ items }) => (items.length === 0 ? <Invitation /> : <Accounts items={items} alerts={alerts} />)}</Answered> : <SignIn />}
      </View>
      <View className='tiles'>
        {entries.map(({ route, name, said, icon }) => (
          <View key={route} id={`entry-${icon}`} className='home-entry' hoverClass='pressed' onClick={() => open(route)}>
            <View className='home-entry-mark'>
              <Icon name={icon} />
            </View>
            <View className='heading'>{name}</View>
            <View className='muted small'>{said}</View>
          </View>
        ))}
      </View>
      <View className='home-line' id='entry-relative' hoverClass='pressed' onClick={() => open(routes.payForRelative)}>
        <Icon name='wallet' className='water' />
        <View className='grow'>
          <View className='heading'>帮家人缴水费</View>
          <View className='muted small'>不用绑定，知道户号就能缴</View>
        </View>
        <Icon name='next' className='list-item-next' />
      </View>
      <View className='home-line' id='entry-apply' hoverClass='pressed' onClick={() => open(routes.applyWish)}>
        <Icon name='note' className='water' />
        <View className='grow'>
          <View className='heading'>办业务</View>
          <View className='muted small'>装表、移表、换水管、改水价，在家就能申请</View>
        </View>
        <Icon name='next' className='list-item-next' />
      </View>
      <View className='home-line' id='entry-progress' hoverClass='pressed' onClick={() => open(routes.progress)}>
        <Icon name='progress' className='water' />
        <View className='grow'>
          <View className='heading'>办理进度</View>
          <View className='muted small'>看报漏、投诉、业务办到哪一步了</View>
        </View>
        <Icon name='next' className='list-item-next' />
      </View>
      {configuration && (
        <View className='home-line home-hotline' id='hotline' hoverClass='pressed' onClick={() => callPhone(configuration.hotlinePhone)}>
          <Icon name='phone' />
          <View className='grow'>
            <View className='heading digits'>客服热线 {configuration.hotlinePhone}</View>
            <View className='small'>24 小时，点一下就能打</View>
          </View>
        </View>
      )}
    </Screen>
  );
}

function SignIn() {
  const [busy, setBusy] = useState(false);
  const start = () => {
    setBusy(true);
    signIn({ byTap: true })
      .catch((reason: Error) => say(reason.message))
      .finally(() => setBusy(false));
  };
  return (
    <View className='card'>
      <View className='title'>您好，请先登录</View>
      <View className='muted'>登录后可以查水费、缴费，随时看办理进度。</View>
      <Button id='sign-in' busy={busy} onTap={start}>
        微信登录
      </Button>
    </View>
  );
}

function Invitation() {
  return (
    <View className='card' id='invitation'>
      <View className='title'>先绑定您家的户号</View>
      <View className='muted'>绑定一次，以后就能查水费、缴费。也可以帮父母家里绑定。</View>
      <Button id='bind' icon='plus' onTap={() => open(routes.bindAccount)}>
        绑定户号
      </Button>
    </View>
  );
}

function Accounts({ items, alerts }: { items: BoundAccount[]; alerts: UsageAlert[] }) {
  // What is owed comes first.
  const sorted = [...items].sort((a, b) => b.owedFen - a.owedFen);
  return (
    <View className='column'>
      {alerts.map((alert) => <UsageAlertCard key={alert.billId} alert={alert} />)}
      {sorted.map((account) => (
        <View className='card home-bill' key={account.id} id={`account-${account.id}`}>
          <View className='row row-between' onClick={() => open(routes.bills, { accountId: account.id })}>
            <View className='grow'>
              <View className='strong digits'>户号 {account.accountNumber}</View>
              <View className='muted small'>
                {account.nameMasked}　{account.addressMasked}
              </View>
            </View>
            <Text className='water strong'>看账单</Text>
          </View>
          <View className='divider' />
          {account.owedFen > 0 ? (
            <>
              <View>
                <View className='muted'>待缴水费（{account.unpaidBillCount} 笔）</View>
                <Money fen={account.owedFen} large />
              </View>
              <Button id='pay' onTap={() => open(routes.pay, { accountId: account.id })}>
                去缴费
              </Button>
            </>
          ) : (
            <View className='row good'>
              <Icon name='done' />
              <Text className='strong'>水费已缴清</Text>
            </View>
          )}
          <View className='row'>
            <View className='grow'>
              <Button id={`usage-${account.id}`} kind='secondary' small onTap={() => open(routes.usage, { accountId: account.id })}>用水情况</Button>
            </View>
            <View className='grow'>
              <Button id={`prepaid-${account.id}`} kind='secondary' small onTap={() => open(routes.prepaid, { accountId: account.id })}>预存水费</Button>
            </View>
          </View>
        </View>
      ))}
    </View>
  );
}
