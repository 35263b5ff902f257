import { View } from '@tarojs/components';
import { myPayments, type PaymentView } from '@shouwen/shared/contract/payment';
import { paymentMethodLabels, paymentStateLabels } from '@shouwen/shared/vocabulary';
import { usePages } from '@/api/query';
import { open } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Tag } from '@/ui/card';
import { useNow } from '@/ui/form';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered, State } from '@/ui/state';
import { momentInWords } from '@/ui/words';
import { periodInWords } from '@/ui/period';

const tones = { unpaid: 'warn', paid: 'good', closed: 'plain', credited: 'good', refunding: 'warn', refunded: 'plain', voided: 'plain' } as const;

export default function Payments() {
  const payments = usePages(myPayments);
  const now = useNow();
  const see = (payment: PaymentView) => open(payment.receiptNumber !== null ? routes.receipt : routes.payResult, { id: payment.id });
  return (
    <Screen>
      <SignInGate>
        <Answered answer={payments} cards={3}>
          {(items) =>
            items.length === 0 ? (
              <State icon='receipt' title='还没有缴费记录'>
                缴费后，记录和收据都在这里。
              </State>
            ) : (
              <>
                {items.map((payment) => (
                  <View key={payment.id} id={`payment-${payment.id}`} className='card' hoverClass='pressed' onClick={() => see(payment)}>
                    <View className='row row-between'>
                      <Money fen={payment.amountFen} />
                      <Tag tone={tones[payment.state]}>{payment.state === 'closed' ? '没有付款' : paymentStateLabels[payment.state]}</Tag>
                    </View>
                    {payment.bills.map((bill) => (
                      <View key={bill.billId} className='digits'>
                        户号 {bill.accountNumber}　{periodInWords(bill)}
                      </View>
                    ))}
                    {payment.prepayments.map((one) => <View key={one.accountId} className='digits'>户号 {one.accountNumber}　预存水费</View>)}
                    <View className='muted small digits'>
                      {paymentMethodLabels[payment.method]}　{momentInWords(payment.paidAt ?? payment.createdAt, now)}
                    </View>
                  </View>
                ))}
                {payments.hasNextPage && (
                  <Button kind='secondary' busy={payments.isFetchingNextPage} onTap={() => void payments.fetchNextPage()}>
                    看更早的
                  </Button>
                )}
              </>
            )
          }
        </Answered>
      </SignInGate>
    </Screen>
  );
}
