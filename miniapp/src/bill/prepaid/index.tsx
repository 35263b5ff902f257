import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { paymentPolicy, startPrepayment } from '@shouwen/shared/contract/payment';
import { prepaidHistory, type PrepaidEntry } from '@shouwen/shared/contract/usage';
import { formatFen, parseYuan } from '@shouwen/shared/value';
import { consentTo } from '@/api/consent';
import { useIntent } from '@/api/intent';
import { useAnswer, usePages } from '@/api/query';
import { via } from '@/platform/login';
import { open, useParameters } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Notice } from '@/ui/card';
import { Tiles } from '@/ui/choice';
import { TextField } from '@/ui/field';
import { FormError, useNow } from '@/ui/form';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { momentInWords } from '@/ui/words';
import { useCashier } from '../cashier';

const usual = [5_000, 10_000, 20_000, 50_000];

/** Money in advance: what is there, more of it, and what it was used for. */
export default function Prepaid() {
  const accountId = Number(useParameters().accountId);
  const account = useAnswer(prepaidHistory, { path: { id: accountId }, query: { size: 1 } });
  const entries = usePages(prepaidHistory, { path: { id: accountId } });
  const policy = useAnswer(paymentPolicy).data;
  const cashier = useCashier();
  const intent = useIntent(startPrepayment);
  const [typed, setTyped] = useState('');
  const [complaint, setComplaint] = useState('');
  const fen = parseYuan(typed);
  const offered = usual.filter((one) => !policy || (one >= policy.prepaymentLeastFen && one <= policy.prepaymentMostFen));

  const pay = async () => {
    const wrong = fen === null || fen <= 0 ? '请填写金额，如 100'
      : policy && (fen < policy.prepaymentLeastFen || fen > policy.prepaymentMostFen) ? `一次可以存 ${formatFen(policy.prepaymentLeastFen)} 到 ${formatFen(policy.prepaymentMostFen)} 元` : '';
    setComplaint(wrong);
    if (wrong !== '' || fen === null) return;
    await consentTo('bill');
    const started = await intent.run({ body: { accountId, amountFen: fen, via } });
    if (started) await cashier.go(started);
  };

  return (
    <Screen
      footer={
        <>
          <FormError error={intent.error} />
          {cashier.unavailable && <Notice tone='warn' id='pay-unavailable'>这里不能打开微信支付，没有扣款。请在微信里打开“首问供水服务”再存，或到营业厅办理。</Notice>}
          <Button id='top-up' busy={intent.pending} onTap={() => void pay()}>{fen !== null && fen > 0 ? `用微信存 ¥${formatFen(fen)}` : '用微信预存'}</Button>
        </>
      }
    >
      <SignInGate>
        <Answered answer={account} cards={1}>
          {({ balanceFen }) => (
            <Card id='balance'>
              <View className='muted'>预存款余额</View>
              <Money fen={balanceFen} large />
              <View className='muted small'>出账时自动抵水费，不用自己点。不够的部分再缴。</View>
            </Card>
          )}
        </Answered>
        <Card>
          <View className='heading'>存多少</View>
          <Tiles name='amount' items={offered.map((one) => ({ value: String(one), label: `${one / 100} 元` }))} value={fen === null ? null : String(fen)} onChange={(value) => setTyped(String(Number(value) / 100))} />
          <TextField id='amount' label='或者自己填（元）' keyboard='text' large max={9} value={typed} onChange={setTyped} placeholder='如 150' problem={complaint === '' ? undefined : complaint}
            {...(policy ? { hint: `一次 ${formatFen(policy.prepaymentLeastFen)} 到 ${formatFen(policy.prepaymentMostFen)} 元` } : {})} />
        </Card>
        <View className='section-title'>用在了哪里</View>
        <Answered answer={entries} cards={1}>
          {(items) => (items.length === 0 ? <Card><View className='muted'>还没有记录。</View></Card> : (
            <>
              <List>{items.map((entry) => <Entry key={entry.id} entry={entry} />)}</List>
              {entries.hasNextPage && <Button kind='secondary' busy={entries.isFetchingNextPage} onTap={() => void entries.fetchNextPage()}>看更早的</Button>}
            </>
          ))}
        </Answered>
        <View className='muted small center'>不想存了，可以带身份证到营业厅退回。</View>
      </SignInGate>
    </Screen>
  );
}

function Entry({ entry }: { entry: PrepaidEntry }) {
  const now = useNow();
  return (
    <ListItem
      aside={<Text className={`strong digits ${entry.amountFen > 0 ? 'good' : ''}`}>{entry.amountFen > 0 ? '+' : ''}{formatFen(entry.amountFen)}</Text>}
      {...(entry.billId === null ? {} : { onTap: () => open(routes.billDetail, { id: entry.billId! }) })}
    >
      <View>{entry.what}</View>
      <View className='muted small digits'>{momentInWords(entry.at, now)}</View>
    </ListItem>
  );
}
