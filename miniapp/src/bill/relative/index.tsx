import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { startPayment } from '@shouwen/shared/contract/payment';
import { checkRelative, forgetRelative, keepRelative, keptRelatives, openRelative, type KeptRelative, type RelativeAccount, type RelativeBill } from '@shouwen/shared/contract/usage';
import { formatFen } from '@shouwen/shared/value';
import { useIntent } from '@/api/intent';
import { outdate, useAnswer } from '@/api/query';
import { useMayAsk } from '@/api/session';
import { via } from '@/platform/login';
import { goHome, scrollToTop } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { AccountProof, noProof } from '@/ui/account-proof';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Notice, Pair } from '@/ui/card';
import { Option, Steps, Toggle } from '@/ui/choice';
import { TextField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { State } from '@/ui/state';
import { PayFooter, SurplusChoice, type Surplus } from '../before-paying';
import { useCashier } from '../cashier';
import { dayOf, periodInWords } from '@/ui/period';

const steps = ['填写户号', '核对', '付款'];

/** Paying for parents or a friend without binding their account: what is owed, confirmed by masked name and address (PY-1). */
export default function PayForRelative() {
  const mayAsk = useMayAsk();
  const kept = useAnswer(keptRelatives).data?.items ?? [];
  const [body, setBody] = useState(noProof);
  const [found, setFound] = useState<RelativeAccount | null>(null);
  const check = useIntent(checkRelative);
  const again = useIntent(openRelative);

  const look = async () => {
    setFound(await check.run({ body }));
    scrollToTop();
  };
  const reopen = async ({ id }: KeptRelative) => {
    setFound(await again.run({ path: { id } }));
    scrollToTop();
  };
  if (found) return <Owed account={found} onBack={() => setFound(null)} />;
  return (
    <Screen footer={mayAsk && <Button id='check-relative' busy={check.pending} onTap={() => void look()}>下一步</Button>}>
      <SignInGate>
        <Steps names={steps} current={0} />
        <FormError error={check.error ?? again.error} />
        {kept.length > 0 && (
          <>
            <View className='section-title'>常帮缴的</View>
            <List>
              {kept.map((one) => (
                <ListItem key={one.id} id={`kept-${one.id}`} icon='home' onTap={() => void reopen(one)}>
                  <View>{one.label}</View>
                  <View className='muted small digits'>户号 {one.accountNumber}</View>
                </ListItem>
              ))}
            </List>
            <View className='section-title'>帮别的户号缴</View>
          </>
        )}
        <AccountProof value={body} onChange={setBody} problems={check.problems(body)} question='再填一样，免得缴错人家' />
        <View className='muted small'>只显示现在欠多少钱，看不到以前用了多少水。</View>
      </SignInGate>
    </Screen>
  );
}

function Owed({ account, onBack }: { account: RelativeAccount; onBack: () => void }) {
  const cashier = useCashier();
  const intent = useIntent(startPayment);
  const keep = useIntent(keepRelative);
  const forget = useIntent(forgetRelative);
  const [picked, setPicked] = useState(account.bills.map(({ id }) => id));
  const [confirming, setConfirming] = useState(false);
  const [surplus, setSurplus] = useState<Surplus>('refund');
  const [keeps, setKeeps] = useState(false);
  const [label, setLabel] = useState('');
  const chosen = account.bills.filter(({ id }) => picked.includes(id));
  const totalFen = chosen.reduce((sum, { payableFen }) => sum + payableFen, 0);

  const pay = async () => {
    const started = await intent.run({ body: { billIds: chosen.map(({ id }) => id), totalFen, via, surplus, relativeTicket: account.ticket } });
    if (!started) return;
    // Keeping it is a kindness: it must not stand in the way of paying.
    if (keeps && account.keptId === null) await keep.run({ body: { ticket: account.ticket, label: label.trim() === '' ? '家人' : label } });
    outdate(keptRelatives);
    await cashier.go(started);
  };
  const leave = async () => {
    if (account.keptId === null || !(await forget.run({ path: { id: account.keptId } }))) return;
    outdate(keptRelatives);
    say('好的，不再记住');
    onBack();
  };
  const whose = (
    <Card>
      <Pair name='户号' strong>{account.accountNumber}</Pair>
      <Pair name='户名' strong>{account.nameMasked}</Pair>
      <Pair name='地址' strong>{account.addressMasked}</Pair>
    </Card>
  );

  if (account.bills.length === 0)
    return (
      <Screen footer={<><Button onTap={goHome}>回首页</Button><Button kind='secondary' onTap={onBack}>查别的户号</Button></>}>
        {whose}
        <State id='nothing-owed' icon='done' tone='good' title='这一户没有欠费'>水费都缴清了。</State>
        {account.keptId !== null && <Button kind='danger' busy={forget.pending} onTap={() => void leave()}>不再记住这个户号</Button>}
      </Screen>
    );
  if (confirming)
    return (
      <Screen footer={<PayFooter totalFen={totalFen} error={intent.error} unavailable={cashier.unavailable} busy={intent.pending} onPay={() => void pay()} onBack={() => { intent.clear(); setConfirming(false); }} />}>
        <Steps names={steps} current={2} />
        <View className='title'>付款前请核对</View>
        {whose}
        <Card>
          {chosen.map((bill) => <Pair key={bill.id} name={`${periodInWords(bill)}，${bill.volume} m³`}>{formatFen(bill.payableFen)} 元</Pair>)}
          <View className='divider' />
          <View className='row row-between'><Text className='heading'>一共要付</Text><Money fen={totalFen} large /></View>
        </Card>
        <SurplusChoice value={surplus} onChange={setSurplus} />
        {account.keptId === null && (
          <Card>
            <Toggle id='keep' label='记住这一户，下次直接缴' on={keeps} onChange={setKeeps} />
            {keeps && <TextField id='label' label='怎么称呼' max={12} value={label} onChange={setLabel} placeholder='如 妈妈家' />}
          </Card>
        )}
      </Screen>
    );
  return (
    <Screen
      footer={
        <>
          <View className='screen-footer-row'>
            <View>
              <View className='muted small'>已选 {chosen.length} 笔</View>
              <Money fen={totalFen} />
            </View>
            <Button id='next' off={chosen.length === 0} onTap={() => { if (chosen.length > 0) { setConfirming(true); scrollToTop(); } }}>是这一户，下一步</Button>
          </View>
          <Button kind='secondary' onTap={onBack}>不是，重新填写</Button>
        </>
      }
    >
      <Steps names={steps} current={1} />
      <View className='title'>请核对，是不是这一户？</View>
      {whose}
      {account.bills.map((bill) => (
        <BillOption key={bill.id} bill={bill} on={picked.includes(bill.id)} onTap={() => setPicked(picked.includes(bill.id) ? picked.filter((id) => id !== bill.id) : [...picked, bill.id])} />
      ))}
      {account.bills.some(({ overdue }) => overdue) && <Notice tone='warn'>有逾期的，按天加收违约金，早缴早停。</Notice>}
      {account.keptId !== null && <Button kind='danger' busy={forget.pending} onTap={() => void leave()}>不再记住这个户号</Button>}
    </Screen>
  );
}

function BillOption({ bill, on, onTap }: { bill: RelativeBill; on: boolean; onTap: () => void }) {
  return (
    <Option id={`choose-${bill.id}`} square on={on} onTap={onTap}>
      <View className='row row-between'>
        <View className='heading digits'>{periodInWords(bill)}</View>
        <Money fen={bill.payableFen} />
      </View>
      <View className={`small ${bill.overdue ? 'bad' : 'muted'}`}>{bill.volume} m³，{bill.overdue ? `已逾期，含违约金 ${formatFen(bill.lateFeeFen)} 元` : `${dayOf(bill.dueOn)}前缴清`}</View>
    </Option>
  );
}
