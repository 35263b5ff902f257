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
import { Answered } from '@/ui/state';
import { momentInWords } from '@/ui/words';
import { periodInWords } from '@/ui/period';
import './index.scss';

const EVERY_MS = 2_500;

/** What the cashier said proves nothing: the server is asked until it knows. */
export default function Result() {
  const parameters = useParameters();
  const id = Number(parameters.id);
  const cancelled = parameters.cancelled !== undefined || cancelledAtCashier();
  const payment = useAnswer(paymentStatus, { path: { id } }, { everyMs: (data) => (data === undefined || data.state === 'unpaid' ? EVERY_MS : false) });
  const state = payment.data?.state;
  useEffect(() => {
    if (state && state !== 'unpaid') outdate(myBills, myAccounts, myPayments);
  }, [state]);
  return (
    <Screen footer={payment.data && <NextSteps payment={payment.data} />}>
      <SignInGate>
        <Answered answer={payment}>{(data) => <Outcome payment={data} cancelled={cancelled} />}</Answered>
      </SignInGate>
    </Screen>
  );
}

const outcomes: Record<PaymentView['state'], { title: string; tone: 'water' | 'good' | 'bad'; icon: IconName }> = {
  unpaid: { title: '还没有收到付款结果', tone: 'water', icon: 'clock' },
  paid: { title: '缴费成功', tone: 'good', icon: 'check' },
  closed: { title: '这次没有付款', tone: 'bad', icon: 'close' },
  credited: { title: '钱已收到，转为预存', tone: 'good', icon: 'check' },
  refunding: { title: '正在原路退款', tone: 'water', icon: 'clock' },
  refunded: { title: '已原路退款', tone: 'good', icon: 'check' },
  voided: { title: '缴费已撤销', tone: 'bad', icon: 'close' },
};

/** `cancelled`: the payer closed the cashier, as far as the phone knows. */
function Outcome({ payment, cancelled }: { payment: PaymentView; cancelled: boolean }) {
  const now = useNow();
  const { title, tone, icon } = outcomes[payment.state];
  return (
    <>
      <View className='result' id={`result-${payment.state}`}>
        <View className={`state-mark state-mark-${tone}`}>
          <Icon name={icon} />
        </View>
        <View className='title'>{payment.state === 'unpaid' && cancelled ? '您没有付款' : title}</View>
        <Money fen={payment.amountFen} large />
        {payment.note !== '' && <View className='muted'>{payment.note}</View>}
      </View>
      <Card>
        {payment.bills.map((bill) => (
          <Pair key={bill.billId} name={periodInWords(bill)}>户号 {bill.accountNumber}</Pair>
        ))}
        {payment.paidAt && <Pair name='付款时间'>{momentInWords(payment.paidAt, now)}</Pair>}
        {payment.receiptNumber && <Pair name='收据号'>{payment.receiptNumber}</Pair>}
      </Card>
    </>
  );
}

function NextSteps({ payment }: { payment: PaymentView }) {
  const home = (kind: 'primary' | 'secondary') => (
    <Button id='go-home' kind={kind} onTap={goHome}>
      回首页
    </Button>
  );
  if (payment.state === 'paid')
    return (
      <>
        <Button id='see-receipt' icon='receipt' onTap={() => replaceWith(routes.receipt, { id: payment.id })}>
          查看收据
        </Button>
        {home('secondary')}
      </>
    );
  if (payment.state !== 'unpaid' && payment.state !== 'closed') return home('primary');
  return (
    <>
      <Button id='pay-again' kind={payment.state === 'closed' ? 'primary' : 'secondary'} onTap={() => replaceWith(routes.pay, { bills: payment.bills.map(({ billId }) => billId).join(',') })}>
        {payment.state === 'closed' ? '重新缴费' : '没有付，现在去付'}
      </Button>
      {home(payment.state === 'closed' ? 'secondary' : 'primary')}
    </>
  );
}
