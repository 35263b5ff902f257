import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { myBills } from '@shouwen/shared/contract/billing';
import { myAccounts, type BoundAccount } from '@shouwen/shared/contract/customer';
import { paymentPolicy, startPrepayment } from '@shouwen/shared/contract/payment';
import { accountUsage, payFromPrepaid, plannedUseOfPrepaid, prepaidHistory, type PrepaidEntry, type PrepaidUse } from '@shouwen/shared/contract/usage';
import { formatFen, parseYuan } from '@shouwen/shared/value';
import { consentTo } from '@/api/consent';
import { useIntent } from '@/api/intent';
import { outdate, useAnswer, usePages } from '@/api/query';
import { via } from '@/platform/login';
import { open, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Notice, Pair } from '@/ui/card';
import { FormError, useNow } from '@/ui/form';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { periodInWords } from '@/ui/period';
import { momentInWords } from '@/ui/words';
import { AmountToStore, wrongAmount } from '../before-paying';
import { useCashier } from '../cashier';

/** Money in advance: whose it is, what is there, more of it, and what it was used for. */
export default function Prepaid() {
  const accountId = Number(useParameters().accountId);
  const history = useAnswer(prepaidHistory, { path: { id: accountId }, query: { size: 1 } });
  const entries = usePages(prepaidHistory, { path: { id: accountId } });
  const account = useAnswer(myAccounts).data?.items.find(({ id }) => id === accountId);
  const policy = useAnswer(paymentPolicy).data;
  const cashier = useCashier();
  const intent = useIntent(startPrepayment);
  const [typed, setTyped] = useState('');
  const [complaint, setComplaint] = useState('');
  const fen = parseYuan(typed);

  const pay = async () => {
    const wrong = wrongAmount(fen, policy);
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
        <Answered answer={history} cards={1}>
          {({ balanceFen }) => (
            <>
              <Card id='balance'>
                <View className='muted'>预存款余额</View>
                <Money fen={balanceFen} large />
                <View className='muted small'>下次出账时自动抵水费，从最早没缴的抵起，不用自己点；正在核查的账单先不抵。不够的部分再缴。</View>
                {account && (
                  <>
                    <View className='divider' />
                    <Pair name='户号' strong>{account.accountNumber}</Pair>
                    <Pair name='户名'>{account.nameMasked}</Pair>
                    <Pair name='地址'>{account.addressMasked}</Pair>
                  </>
                )}
              </Card>
              {account && account.owedFen > 0 && <OwedMeanwhile account={account} balanceFen={balanceFen} />}
            </>
          )}
        </Answered>
        <AmountToStore policy={policy} typed={typed} fen={fen} problem={complaint} onChange={setTyped} />
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

/** Money in advance is used when the next bill comes: until then what is owed goes on costing a late fee, unless it is paid or the resident has it paid out of the money. */
function OwedMeanwhile({ account, balanceFen }: { account: BoundAccount; balanceFen: number }) {
  const plan = useAnswer(plannedUseOfPrepaid, { path: { id: account.id } });
  const intent = useIntent(payFromPrepaid);
  const [asking, setAsking] = useState(false);
  const settle = async ({ bills, usedFen }: PrepaidUse) => {
    const used = await intent.run({ path: { id: account.id }, body: { billIds: bills.map(({ billId }) => billId), usedFen } });
    if (!used) {
      void plan.refetch();
      return;
    }
    setAsking(false);
    outdate(plannedUseOfPrepaid, prepaidHistory, myAccounts, myBills, accountUsage);
    say(`已用预存款缴了 ${formatFen(used.usedFen)} 元`);
  };
  const disputed = plan.data?.disputed ?? [];
  const usable = balanceFen > 0 && plan.data !== undefined && plan.data.usedFen > 0;
  return (
    <Card id='owed-meanwhile'>
      <Notice tone='warn'>这一户还有 {account.unpaidBillCount} 笔水费没缴，共 {formatFen(account.owedFen)} 元。存进来的钱不会马上抵，要等下次出账；逾期的会一直加违约金，请先把欠的缴清。</Notice>
      {disputed.map((bill) => <View key={bill.billId} id={`in-question-${bill.billId}`}>{periodInWords(bill)}的 {formatFen(bill.payableFen)} 元正在核查，不用余额抵。</View>)}
      {asking && usable ? (
        <>
          <BillsPaid plan={plan.data} />
          <FormError error={intent.error} />
          <Button id='confirm-prepaid' busy={intent.pending} onTap={() => void settle(plan.data)}>确认，用余额抵 ¥{formatFen(plan.data.usedFen)}</Button>
          <Button kind='secondary' onTap={() => { intent.clear(); setAsking(false); }}>先不抵</Button>
        </>
      ) : (
        <>
          {usable && <Button id='use-prepaid' onTap={() => setAsking(true)}>用余额抵欠的水费</Button>}
          <FormError error={intent.error} />
          <Button id='pay-owed' kind={usable ? 'secondary' : 'primary'} onTap={() => open(routes.pay, { accountId: account.id })}>去缴欠的水费</Button>
        </>
      )}
    </Card>
  );
}

/** Which bills, how much of each, and what is left: to be read before it is done. */
function BillsPaid({ plan }: { plan: PrepaidUse }) {
  return (
    <View id='prepaid-plan' className='column-tight'>
      <View className='heading'>用余额抵这 {plan.bills.length} 笔，请看清再确认</View>
      {plan.bills.map((bill) => (
        <View key={bill.billId}>
          <Pair name={periodInWords(bill)}>抵 {formatFen(bill.usedFen)} 元</Pair>
          <View className='muted small'>{bill.usedFen === bill.payableFen ? '这笔就缴清了' : `这笔要缴 ${formatFen(bill.payableFen)} 元，还差 ${formatFen(bill.payableFen - bill.usedFen)} 元`}</View>
        </View>
      ))}
      <View className='divider' />
      <Pair name='一共用掉' strong>{formatFen(plan.usedFen)} 元</Pair>
      <Pair name='余额还剩' strong>{formatFen(plan.leftFen)} 元</Pair>
    </View>
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
