import { View } from '@tarojs/components';
import { myBills, type BillItem } from '@shouwen/shared/contract/billing';
import { formatFen } from '@shouwen/shared/value';
import { useAnswer, usePages } from '@/api/query';
import { open, useParameters } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { List, ListItem, Tag } from '@/ui/card';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered, State } from '@/ui/state';
import { dayOf, periodInWords } from '@/ui/period';

export default function Bills() {
  const accountId = Number(useParameters().accountId) || undefined;
  const bills = usePages(myBills, { query: { accountId } });
  // Asked for by itself: what is owed may be older than the page that is shown.
  const unpaid = useAnswer(myBills, { query: { accountId, state: 'unpaid', size: 100 } }).data?.items ?? [];
  const owed = unpaid.reduce((sum, bill) => sum + bill.payableFen, 0);
  return (
    <Screen
      footer={
        unpaid.length > 0 && (
          <View className='screen-footer-row'>
            <View>
              <View className='muted small'>共欠 {unpaid.length} 笔</View>
              <Money fen={owed} />
            </View>
            <Button id='pay' onTap={() => open(routes.pay, { accountId })}>
              去缴费
            </Button>
          </View>
        )
      }
    >
      <SignInGate>
        <Answered answer={bills} cards={3}>
          {(items) =>
            items.length === 0 ? (
              <State icon='receipt' title='还没有账单'>
                抄表出账后会显示在这里。
              </State>
            ) : (
              <>
                {accountId !== undefined && (
                  <List>
                    <ListItem icon='meter' id='to-usage' onTap={() => open(routes.usage, { accountId })}>
                      <View>用水情况</View>
                      <View className='muted small'>和去年比、阶梯还剩多少</View>
                    </ListItem>
                  </List>
                )}
                {items.map((bill) => <BillCard key={bill.id} bill={bill} />)}
                {bills.hasNextPage && (
                  <Button kind='secondary' busy={bills.isFetchingNextPage} onTap={() => void bills.fetchNextPage()}>
                    看更早的账单
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

function BillCard({ bill }: { bill: BillItem }) {
  const unpaid = bill.state === 'unpaid';
  return (
    <View className='card' id={`bill-${bill.id}`} hoverClass='pressed' onClick={() => open(routes.billDetail, { id: bill.id })}>
      <View className='row row-between'>
        <View className='heading digits'>{periodInWords(bill)}</View>
        {bill.state === 'void' ? <Tag>已作废</Tag> : unpaid ? <Tag tone={bill.disputed ? 'water' : bill.overdue ? 'bad' : 'warn'}>{bill.disputed ? '核对中' : bill.overdue ? '已逾期' : '待缴'}</Tag> : <Tag tone='good'>已缴</Tag>}
      </View>
      <View className='row row-between'>
        <View className='muted digits'>用水 {bill.volume} m³</View>
        <Money fen={unpaid ? bill.payableFen : bill.totalFen} />
      </View>
      {unpaid && (
        <View className='small muted'>
          {bill.disputed ? '您提的疑问正在核对，这期间不加违约金。' : bill.paidFen > 0 ? `已缴 ${formatFen(bill.paidFen)} 元，剩下的` : ''}{bill.disputed ? '' : bill.overdue ? `应在${dayOf(bill.dueOn)}前缴清` : `请在${dayOf(bill.dueOn)}前缴清`}
        </View>
      )}
    </View>
  );
}
