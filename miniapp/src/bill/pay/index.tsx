import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { myBills, type BillItem } from '@shouwen/shared/contract/billing';
import { myAccounts, type BoundAccount } from '@shouwen/shared/contract/customer';
import { startPayment } from '@shouwen/shared/contract/payment';
import { formatFen } from '@shouwen/shared/value';
import { consentTo } from '@/api/consent';
import { useIntent } from '@/api/intent';
import { useAnswer } from '@/api/query';
import { via } from '@/platform/login';
import { goHome, scrollToTop, useParameters } from '@/platform/navigation';
import { Button } from '@/ui/button';
import { Card, Notice, Pair, Tag } from '@/ui/card';
import { Option } from '@/ui/choice';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered, State } from '@/ui/state';
import { PayFooter, SurplusChoice, type Surplus } from '../before-paying';
import { useCashier } from '../cashier';
import { dayOf, periodInWords } from '@/ui/period';

const MOST = 24;

/** Choose, then confirm whose bills they are (PY-1), then pay. */
export default function Pay() {
  const parameters = useParameters();
  const accountId = Number(parameters.accountId) || undefined;
  const bills = useAnswer(myBills, { query: { accountId, state: 'unpaid', size: 100 } });
  const accounts = useAnswer(myAccounts);
  const cashier = useCashier();
  const [surplus, setSurplus] = useState<Surplus>('refund');
  /** By hand; until then the bills one came for are on, or all. */
  const [picked, setPicked] = useState<number[] | null>(null);
  const [confirming, setConfirming] = useState(false);
  const intent = useIntent(startPayment);

  const all = bills.data?.items ?? [];
  const chosenIds = picked ?? meant(all, parameters.bills);
  const chosen = all.filter(({ id }) => chosenIds.includes(id));
  const totalFen = chosen.reduce((sum, bill) => sum + bill.payableFen, 0);

  const pay = async () => {
    await consentTo('bill');
    const started = await intent.run({ body: { billIds: chosen.map(({ id }) => id), totalFen, via, surplus } });
    // The sum may have changed since it was shown.
    if (!started) {
      void bills.refetch();
      void accounts.refetch();
    }
    else await cashier.go(started);
  };

  if (confirming && chosen.length === 0)
    return (
      <Screen footer={<Button id='go-home' onTap={goHome}>回首页</Button>}>
        <State id='paid-meanwhile' icon='done' tone='good' title='已经缴清，不用再付'>刚才家人或营业厅已经把这些账单缴清了，没有扣您的钱。</State>
      </Screen>
    );
  if (confirming)
    return (
      <Screen
        footer={<PayFooter totalFen={totalFen} error={intent.error} unavailable={cashier.unavailable} busy={intent.pending} onPay={() => void pay()} onBack={() => { intent.clear(); setConfirming(false); }} />}
      >
        <View className='title'>付款前请核对</View>
        {accountsOf(chosen).map((id) => (
          <Summary key={id} account={accounts.data?.items.find((account) => account.id === id)} bills={chosen.filter((bill) => bill.accountId === id)} />
        ))}
        <Card>
          <View className='row row-between'>
            <Text className='heading'>一共要付</Text>
            <Money fen={totalFen} large />
          </View>
        </Card>
        <SurplusChoice value={surplus} onChange={setSurplus} />
      </Screen>
    );

  return (
    <Screen
      footer={
        all.length > 0 && (
          <View className='screen-footer-row'>
            <View>
              <View className='muted small'>已选 {chosen.length} 笔</View>
              <Money fen={totalFen} />
            </View>
            <Button id='next' off={chosen.length === 0 || chosen.length > MOST} onTap={() => {
              if (chosen.length === 0 || chosen.length > MOST) return;
              // From here on it is these: a bill that is paid meanwhile goes, and none comes in its place.
              setPicked(chosen.map(({ id }) => id));
              setConfirming(true);
              scrollToTop();
            }}>
              下一步
            </Button>
          </View>
        )
      }
    >
      <SignInGate>
        <Answered answer={bills}>
          {() =>
            all.length === 0 ? (
              <State id='nothing-owed' icon='done' tone='good' title='没有要缴的水费' action={{ text: '回首页', onTap: goHome }}>
                水费都缴清了，谢谢。
              </State>
            ) : (
              <>
                <View className='title'>缴哪几笔？</View>
                {chosen.length > MOST && <Notice tone='warn' id='too-many'>一次最多缴 {MOST} 笔。请点掉几笔，这次缴完再缴剩下的。</Notice>}
                {all.map((bill) => (
                  <Option
                    key={bill.id}
                    id={`choose-${bill.id}`}
                    square
                    on={chosenIds.includes(bill.id)}
                    onTap={() => setPicked(chosenIds.includes(bill.id) ? chosenIds.filter((id) => id !== bill.id) : [...chosenIds, bill.id])}
                  >
                    <View className='row row-between'>
                      <View className='heading digits'>{periodInWords(bill)} {bill.disputed && <Tag tone='warn'>正在核查</Tag>}</View>
                      <Money fen={bill.payableFen} />
                    </View>
                    <View className='muted small digits'>
                      户号 {bill.accountNumber}　{bill.volume} m³
                    </View>
                    <View className={`small ${bill.overdue ? 'bad' : 'muted'}`}>
                      {bill.overdue ? (bill.lateFeeFen > 0 ? `已逾期，含违约金 ${formatFen(bill.lateFeeFen)} 元` : '已逾期') : `${dayOf(bill.dueOn)}前缴清`}
                      {bill.paidFen > 0 ? `，已缴过 ${formatFen(bill.paidFen + bill.lateFeePaidFen)} 元，还差这些` : ''}
                    </View>
                    {bill.disputed && <View className='muted small'>您的疑问还在核查，可以先不缴，不计违约金</View>}
                  </Option>
                ))}
              </>
            )
          }
        </Answered>
      </SignInGate>
    </Screen>
  );
}

/** `bills` are ids joined by commas. None of them owed any more: all that is owed and not in question, the oldest first while it fits one payment. */
function meant(all: BillItem[], bills = ''): number[] {
  const wanted = all.filter(({ id }) => bills.split(',').includes(String(id)));
  return (wanted.length > 0 ? wanted : all.filter(({ disputed }) => !disputed).slice(-MOST)).map(({ id }) => id);
}

const accountsOf = (bills: BillItem[]): number[] => [...new Set(bills.map(({ accountId }) => accountId))];

function Summary({ account, bills }: { account: BoundAccount | undefined; bills: BillItem[] }) {
  return (
    <Card>
      <Pair name='户号' strong>{bills[0]!.accountNumber}</Pair>
      {account && (
        <>
          <Pair name='户名' strong>{account.nameMasked}</Pair>
          <Pair name='地址' strong>{account.addressMasked}</Pair>
        </>
      )}
      <View className='divider' />
      {bills.map((bill) => (
        <View key={bill.id}>
          <Pair name={periodInWords(bill)}>{formatFen(bill.payableFen)} 元</Pair>
          <View className='muted small digits'>
            用水 {bill.volume} m³{bill.lateFeeFen > 0 ? `，其中违约金 ${formatFen(bill.lateFeeFen)} 元` : ''}
          </View>
        </View>
      ))}
    </Card>
  );
}
