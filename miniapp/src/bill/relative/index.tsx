import { Text, View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { paymentPolicy, startPayment, startPrepayment } from '@shouwen/shared/contract/payment';
import { checkRelative, forgetRelative, keepRelative, keptRelatives, openRelative, returnToRelative, type KeptRelative, type RelativeAccount, type RelativeBill } from '@shouwen/shared/contract/usage';
import { formatFen, parseYuan } from '@shouwen/shared/value';
import { useIntent } from '@/api/intent';
import { outdate, useAnswer } from '@/api/query';
import { useMayAsk } from '@/api/session';
import { via } from '@/platform/login';
import { goHome, scrollToTop, useParameters } from '@/platform/navigation';
import { say } from '@/platform/phone';
import { AccountProof, noProof, ProofTrouble } from '@/ui/account-proof';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Notice, Pair } from '@/ui/card';
import { Option, Steps, Toggle } from '@/ui/choice';
import { TextField } from '@/ui/field';
import { FormError } from '@/ui/form';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Loading, State } from '@/ui/state';
import { AmountToStore, PayFooter, SurplusChoice, wrongAmount, type Surplus } from '../before-paying';
import { useCashier } from '../cashier';
import { dayOf, periodInWords } from '@/ui/period';

const steps = ['填写户号', '核对', '付款'];

/**
 * Paying for parents or a friend without binding their account: what is owed, confirmed by masked name and address (PY-1). Back from the cashier (`again`) it
 * goes on with the same bills, or the same sum to store, while the proof holds.
 */
export default function PayForRelative() {
  const mayAsk = useMayAsk();
  const { again: isBack, relativeTicket, account: before, bills: wanted, storeFen } = useParameters();
  const kept = useAnswer(keptRelatives).data?.items ?? [];
  const [body, setBody] = useState({ ...noProof, accountNumber: before ?? '' });
  const [found, setFound] = useState<RelativeAccount | null>(null);
  const [storing, setStoring] = useState(storeFen !== undefined);
  const [returning, setReturning] = useState(relativeTicket !== undefined);
  /** Once looked at another way it is a new payment, of everything that is owed. */
  const [goesOn, setGoesOn] = useState(isBack !== undefined);
  const check = useIntent(checkRelative);
  const again = useIntent(openRelative);
  const back = useIntent(returnToRelative);

  useEffect(() => {
    if (!mayAsk || relativeTicket === undefined) return;
    void back.run({ body: { ticket: relativeTicket } }).then((account) => {
      setFound(account);
      setReturning(false);
    });
  }, [mayAsk, relativeTicket]);

  const look = async () => {
    setFound(await check.run({ body }));
    scrollToTop();
  };
  const reopen = async ({ id }: KeptRelative) => {
    setFound(await again.run({ path: { id } }));
    scrollToTop();
  };
  const leave = () => {
    setFound(null);
    setStoring(false);
    setGoesOn(false);
  };
  const known = kept.find(({ id }) => id === found?.keptId);
  // What is owed may have changed while it was looked at; the proof is still on this page, or the ticket is.
  const renew = async () => {
    const next = known ? await again.run({ path: { id: known.id } }) : body.proof.value === '' && relativeTicket !== undefined ? await back.run({ body: { ticket: relativeTicket } }) : await check.run({ body });
    if (next) setFound(next);
  };
  if (found && storing) return <Store account={found} before={goesOn ? storeFen : undefined} onBack={() => { setStoring(false); setGoesOn(false); }} />;
  if (found) return <Owed account={found} before={goesOn ? wanted : undefined} onRenew={renew} onStore={() => { setStoring(true); scrollToTop(); }} onBack={leave} />;
  if (mayAsk && returning) return <Screen><Loading /></Screen>;
  const lapsed = goesOn && (relativeTicket === undefined || back.error?.code === 'RELATIVE_EXPIRED');
  return (
    <Screen footer={mayAsk && <Button id='check-relative' busy={check.pending} onTap={() => void look()}>下一步</Button>}>
      <SignInGate>
        <Steps names={steps} current={0} />
        {lapsed && <Notice tone='warn' id='proof-lapsed'>核对的结果只保留半小时，已经过期了。请再核对一次这一户，就可以继续付款。</Notice>}
        <ProofTrouble error={check.error ?? again.error ?? (lapsed ? null : back.error)} />
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

/** `before`: the bills that were being paid, by ids joined by commas; such as are still owed are confirmed again at once. */
function Owed({ account, before = '', onRenew, onStore, onBack }: { account: RelativeAccount; before?: string | undefined; onRenew: () => Promise<void>; onStore: () => void; onBack: () => void }) {
  const cashier = useCashier();
  const intent = useIntent(startPayment);
  const keep = useIntent(keepRelative);
  const forget = useIntent(forgetRelative);
  const ids = account.bills.map(({ id }) => id);
  const wanted = ids.filter((id) => before.split(',').includes(String(id)));
  const [picked, setPicked] = useState(wanted.length > 0 ? wanted : ids);
  const [confirming, setConfirming] = useState(wanted.length > 0);
  const [surplus, setSurplus] = useState<Surplus>('refund');
  const [keeps, setKeeps] = useState(false);
  const [label, setLabel] = useState('');
  const chosen = account.bills.filter(({ id }) => picked.includes(id));
  const totalFen = chosen.reduce((sum, { payableFen }) => sum + payableFen, 0);

  const pay = async () => {
    const started = await intent.run({ body: { billIds: chosen.map(({ id }) => id), totalFen, via, surplus, relativeTicket: account.ticket } });
    if (!started) {
      await onRenew();
      return;
    }
    // Keeping it is a kindness: it must not stand in the way of paying.
    if (keeps && account.keptId === null) await keep.run({ body: { ticket: account.ticket, label: label.trim() === '' ? '家人' : label } });
    outdate(keptRelatives);
    await cashier.go(started, account.ticket);
  };
  const leave = async () => {
    if (account.keptId === null || !(await forget.run({ path: { id: account.keptId } }))) return;
    outdate(keptRelatives);
    say('好的，不再记住');
    onBack();
  };
  const storeButton = (
    <List>
      <ListItem icon='wallet' id='to-store' onTap={onStore}>
        <View>给这一户预存水费</View>
        <View className='muted small'>存着，以后出账时自动抵</View>
      </ListItem>
    </List>
  );
  const whose = <Whose account={account} />;

  if (account.bills.length === 0 || (confirming && chosen.length === 0))
    return (
      <Screen footer={<><Button onTap={goHome}>回首页</Button><Button kind='secondary' onTap={onBack}>查别的户号</Button></>}>
        {whose}
        <State id='nothing-owed' icon='done' tone='good' title='这一户没有欠费'>水费都缴清了，现在不用付钱。</State>
        {storeButton}
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
      {storeButton}
      {account.keptId !== null && <Button kind='danger' busy={forget.pending} onTap={() => void leave()}>不再记住这个户号</Button>}
    </Screen>
  );
}

/** Money in advance for somebody else: whose it is, how much (`before`, in fen, when it was given up at the cashier); what they have with us is not shown. */
function Store({ account, before, onBack }: { account: RelativeAccount; before: string | undefined; onBack: () => void }) {
  const cashier = useCashier();
  const intent = useIntent(startPrepayment);
  const policy = useAnswer(paymentPolicy).data;
  const [typed, setTyped] = useState(before === undefined ? '' : String(Number(before) / 100));
  const [complaint, setComplaint] = useState('');
  const fen = parseYuan(typed);
  const owedFen = account.bills.reduce((sum, { payableFen }) => sum + payableFen, 0);
  const pay = async () => {
    const wrong = wrongAmount(fen, policy);
    setComplaint(wrong);
    if (wrong !== '' || fen === null) return;
    const started = await intent.run({ body: { accountId: account.accountId, amountFen: fen, via, relativeTicket: account.ticket } });
    if (started) await cashier.go(started, account.ticket);
  };
  return (
    <Screen
      title='给家人预存水费'
      footer={
        <>
          <FormError error={intent.error} />
          {cashier.unavailable && <Notice tone='warn' id='pay-unavailable'>这里不能打开微信支付，没有扣款。请在微信里打开“首问供水服务”再存，或到营业厅办理。</Notice>}
          <Button id='top-up' busy={intent.pending} onTap={() => void pay()}>{fen !== null && fen > 0 ? `用微信存 ¥${formatFen(fen)}` : '用微信预存'}</Button>
          <Button kind='secondary' onTap={onBack}>返回</Button>
        </>
      }
    >
      <View className='title'>存到这一户，请核对</View>
      <Whose account={account} />
      {owedFen > 0 && <Notice tone='warn' id='owed-meanwhile'>这一户还欠 {formatFen(owedFen)} 元。存进来的钱不会马上抵，要等下次出账；欠的请先缴清。</Notice>}
      <AmountToStore policy={policy} typed={typed} fen={fen} problem={complaint} onChange={setTyped} />
    </Screen>
  );
}

function Whose({ account }: { account: RelativeAccount }) {
  return (
    <Card>
      <Pair name='户号' strong>{account.accountNumber}</Pair>
      <Pair name='户名' strong>{account.nameMasked}</Pair>
      <Pair name='地址' strong>{account.addressMasked}</Pair>
    </Card>
  );
}

const dueInWords = ({ overdue, lateFeeFen, dueOn }: RelativeBill) => (!overdue ? `${dayOf(dueOn)}前缴清` : lateFeeFen > 0 ? `已逾期，含违约金 ${formatFen(lateFeeFen)} 元` : '已逾期');

function BillOption({ bill, on, onTap }: { bill: RelativeBill; on: boolean; onTap: () => void }) {
  return (
    <Option id={`choose-${bill.id}`} square on={on} onTap={onTap}>
      <View className='row row-between'>
        <View className='heading digits'>{periodInWords(bill)}</View>
        <Money fen={bill.payableFen} />
      </View>
      <View className={`small ${bill.overdue ? 'bad' : 'muted'}`}>{bill.volume} m³，{dueInWords(bill)}</View>
    </Option>
  );
}
