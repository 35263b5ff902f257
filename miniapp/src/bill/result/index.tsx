import { View } from '@tarojs/components';
import { useEffect } from 'react';
import { myBills } from '@shouwen/shared/contract/billing';
import { myAccounts } from '@shouwen/shared/contract/customer';
import { myPayments, paymentStatus, type PaymentView } from '@shouwen/shared/contract/payment';
import { outdate, useAnswer } from '@/api/query';
import { goHome, replaceWith, useParameters } from '@/platform/navigation';
import { cancelledAtCashier } from '@/platform/pay';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, Pair } from '@/ui/card';
import { useNow } from '@/ui/form';
import { Icon, type IconName } from '@/ui/icon';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered, State } from '@/ui/state';
import { momentInWords } from '@/ui/words';
import { periodInWords } from '@/ui/period';
import './index.scss';

const EVERY_MS = 2_500;
/** Money on its way back takes longer; who waits for it should see it come. */
const WHILE_REFUNDING_MS = 10_000;
const waits = (state: PaymentView['state'] | undefined) => (state === undefined || state === 'unpaid' ? EVERY_MS : state === 'refunding' ? WHILE_REFUNDING_MS : false);

/** What the cashier said proves nothing: the server is asked until it knows. */
export default function Result() {
  const parameters = useParameters();
  const id = Number(parameters.id);
  const cancelled = parameters.cancelled !== undefined || cancelledAtCashier();
  const payment = useAnswer(paymentStatus, { path: { id } }, { everyMs: (data) => waits(data?.state) });
  const state = payment.data?.state;
  useEffect(() => {
    if (state && state !== 'unpaid') outdate(myBills, myAccounts, myPayments);
  }, [state]);
  const unknown = payment.data === undefined && payment.error?.offline === true;
  return (
    <Screen footer={payment.data ? <NextSteps payment={payment.data} cancelled={cancelled} relativeTicket={parameters.relativeTicket} /> : unknown && <Button kind='secondary' onTap={goHome}>回首页</Button>}>
      <SignInGate>
        {unknown ? <NotKnown onRetry={() => void payment.refetch()} /> : <Answered answer={payment}>{(data) => <Outcome payment={data} cancelled={cancelled} />}</Answered>}
      </SignInGate>
    </Screen>
  );
}

/** Whoever has just paid must not be left with "no network" and the thought of paying once more. */
function NotKnown({ onRetry }: { onRetry: () => void }) {
  return (
    <State id='not-known' icon='offline' title='网络断了，暂时查不到结果' action={{ text: '再查一次', onTap: onRetry }}>
      付过钱的请放心：钱不会丢，也不用再付。网络好了，这里会自己显示结果；以后在“缴费记录”里也能看到。
    </State>
  );
}

const outcomes: Record<PaymentView['state'], { title: string; tone: 'water' | 'good' | 'bad'; icon: IconName }> = {
  unpaid: { title: '还没有收到付款结果', tone: 'water', icon: 'clock' },
  paid: { title: '缴费成功', tone: 'good', icon: 'check' },
  closed: { title: '这次没有付款', tone: 'water', icon: 'info' },
  credited: { title: '钱已收到，转为预存', tone: 'good', icon: 'check' },
  refunding: { title: '钱正在退回给您', tone: 'water', icon: 'clock' },
  refunded: { title: '钱已退回给您', tone: 'good', icon: 'check' },
  voided: { title: '缴费已撤销', tone: 'bad', icon: 'close' },
};

/** `cancelled`: the payer closed the cashier, as far as the phone knows. */
function Outcome({ payment, cancelled }: { payment: PaymentView; cancelled: boolean }) {
  const now = useNow();
  const { tone, icon } = outcomes[payment.state];
  const backedOut = payment.state === 'unpaid' && cancelled;
  const title = backedOut ? '您刚才没有付款' : payment.nothingOpen ? '不用再付了' : payment.state === 'paid' && payment.bills.length === 0 ? '预存成功' : outcomes[payment.state].title;
  const note = backedOut ? '要付，点“继续付款”。如果微信里显示已经扣了钱，请等一会儿，不要再付。' : payment.note;
  return (
    <>
      <View className='result' id={`result-${payment.state}`}>
        <View className={`state-mark state-mark-${payment.nothingOpen ? 'good' : tone}`}>
          <Icon name={payment.nothingOpen ? 'check' : icon} />
        </View>
        <View className='title'>{title}</View>
        <Money fen={payment.amountFen} large />
        {note !== '' && <View className='muted'>{note}</View>}
      </View>
      <Card>
        {payment.bills.map((bill) => (
          <Pair key={bill.billId} name={periodInWords(bill)}>户号 {bill.accountNumber}</Pair>
        ))}
        {payment.prepayments.map((one) => <Pair key={one.accountId} name='预存水费'>户号 {one.accountNumber}</Pair>)}
        {payment.paidAt && <Pair name='付款时间'>{momentInWords(payment.paidAt, now)}</Pair>}
        {payment.receiptNumber && <Pair name='收据号'>{payment.receiptNumber}</Pair>}
      </Card>
    </>
  );
}

function NextSteps({ payment, cancelled, relativeTicket }: { payment: PaymentView; cancelled: boolean; relativeTicket: string | undefined }) {
  const own = useAnswer(myAccounts).data?.items;
  const home = (kind: 'primary' | 'secondary') => (
    <Button id='go-home' kind={kind} onTap={goHome}>
      回首页
    </Button>
  );
  if (payment.receiptNumber !== null)
    return (
      <>
        <Button id='see-receipt' icon='receipt' onTap={() => replaceWith(routes.receipt, { id: payment.id })}>
          查看收据
        </Button>
        {home('secondary')}
      </>
    );
  if ((payment.state !== 'unpaid' && payment.state !== 'closed') || payment.nothingOpen) return home('primary');
  // Money that may be on its way already comes first; who has backed out wants to go on.
  const again = payment.state === 'closed' || cancelled;
  return (
    <>
      <Button id='pay-again' kind={again ? 'primary' : 'secondary'} onTap={() => payAgain(payment, own?.map(({ accountNumber }) => accountNumber), relativeTicket)}>
        {payment.state === 'closed' ? '重新付款' : cancelled ? '继续付款' : '没有付，现在去付'}
      </Button>
      {home(again ? 'secondary' : 'primary')}
    </>
  );
}

/** Back to where the same thing is paid: own bills, money in advance, or somebody else's account, which is proven again only when the proof has lapsed. */
function payAgain({ bills, prepayments }: PaymentView, own: string[] | undefined, relativeTicket: string | undefined): void {
  const isOwn = ({ accountNumber }: { accountNumber: string }) => own?.includes(accountNumber) ?? true;
  const billIds = bills.map(({ billId }) => billId).join(',');
  if (relativeTicket !== undefined || ![...bills, ...prepayments].every(isOwn))
    replaceWith(routes.payForRelative, { again: 1, relativeTicket, account: [...bills, ...prepayments][0]?.accountNumber, ...(prepayments[0] ? { storeFen: prepayments[0].fen } : { bills: billIds }) });
  else if (prepayments[0]) replaceWith(routes.prepaid, { accountId: prepayments[0].accountId });
  else replaceWith(routes.pay, { bills: billIds });
}
