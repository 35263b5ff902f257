import { Text, View } from '@tarojs/components';
import { billDetail, type BillDetail } from '@shouwen/shared/contract/billing';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { useAnswer } from '@/api/query';
import { open, useParameters } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Pair, Tag } from '@/ui/card';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { dayOf, exactYuan, periodInWords } from '../period';
import './index.scss';

export default function Detail() {
  const id = Number(useParameters().id);
  const bill = useAnswer(billDetail, { path: { id } });
  const data = bill.data;
  return (
    <Screen
      footer={
        data?.state === 'unpaid' && (
          <Button id='pay' onTap={() => open(routes.pay, { accountId: data.accountId, bills: data.id })}>
            去缴费
          </Button>
        )
      }
    >
      <SignInGate>
        <Answered answer={bill} cards={3}>{(detail) => <Working bill={detail} />}</Answered>
      </SignInGate>
    </Screen>
  );
}

/** The bill with its working, so that anyone can check that it adds up. */
function Working({ bill }: { bill: BillDetail }) {
  const unpaid = bill.state === 'unpaid';
  return (
    <>
      <Card>
        <View className='row row-between'>
          <View className='heading'>{periodInWords(bill)}水费</View>
          <Tag tone={bill.state === 'paid' ? 'good' : bill.overdue ? 'bad' : 'warn'}>{bill.state === 'paid' ? '已缴清' : bill.state === 'void' ? '已作废' : bill.overdue ? '已逾期' : '待缴'}</Tag>
        </View>
        <Money fen={unpaid ? bill.payableFen : bill.totalFen} large />
        {unpaid && <View className={bill.overdue ? 'bad' : 'muted'}>{bill.overdue ? `应在${dayOf(bill.dueOn)}前缴清` : `请在${dayOf(bill.dueOn)}前缴清`}</View>}
        <View className='divider' />
        <Pair name='户号'>{bill.accountNumber}</Pair>
        <Pair name='户名'>{bill.nameMasked}</Pair>
        <Pair name='地址'>{bill.addressMasked}</Pair>
      </Card>

      <View className='section-title'>第一步：用了多少水</View>
      <Card>
        <View className='readings digits'>
          <Reading name='本次读数' value={bill.reading} on={bill.readOn} />
          <Text className='readings-sign'>−</Text>
          <Reading name='上次读数' value={bill.previousReading} on={bill.previousReadOn} />
          <Text className='readings-sign'>=</Text>
          <View className='reading'>
            <View className='muted small'>用水</View>
            <View className='reading-value water'>{bill.volume}</View>
            <View className='muted small'>m³</View>
          </View>
        </View>
      </Card>

      <View className='section-title'>第二步：每一档多少钱</View>
      <Card>
        <Pair name='水价'>{bill.tariffName}</Pair>
        {bill.tierPeriod === 'year' && <View className='muted small'>按年阶梯：今年在这次之前已用 {bill.usedBefore} m³，从这里接着算。</View>}
        <Lines bill={bill} />
      </Card>

      <View className='section-title'>第三步：加起来</View>
      <Card>
        {bill.components.map((component) => (
          <Pair key={component.component} name={component.componentName}>{formatFen(component.fen)} 元</Pair>
        ))}
        <View className='divider' />
        <Pair name='本期水费' strong>{formatFen(bill.totalFen)} 元</Pair>
        {bill.lateFee.fen > 0 && (
          <>
            <Pair name='滞纳金'>{formatFen(bill.lateFee.fen)} 元</Pair>
            <View className='muted small'>
              逾期 {bill.lateFee.days} 天，每天按欠费的 {bill.lateFee.ratePerHundredThousand / 1000}% 计算
            </View>
          </>
        )}
        {unpaid && <Pair name='现在应缴' strong>{formatFen(bill.payableFen)} 元</Pair>}
      </Card>

      {bill.payment && (
        <List>
          <ListItem icon='receipt' onTap={() => open(routes.receipt, { id: bill.payment!.id })}>
            <View>查看收据</View>
            <View className='muted small digits'>{formatFullInstant(bill.payment.paidAt)} 缴清</View>
          </ListItem>
        </List>
      )}
      <View className='muted small center'>对账单有疑问，可以打热线或点首页“投诉”里的“水费账单”。</View>
    </>
  );
}

function Reading({ name, value, on }: { name: string; value: number; on: string }) {
  return (
    <View className='reading'>
      <View className='muted small'>{name}</View>
      <View className='reading-value'>{value}</View>
      <View className='muted small'>{dayOf(on)}</View>
    </View>
  );
}

function Lines({ bill }: { bill: BillDetail }) {
  const components = [...new Set(bill.lines.map((line) => line.component))];
  return (
    <View className='column'>
      {components.map((component) => {
        const lines = bill.lines.filter((line) => line.component === component);
        return (
          <View key={component} className='lines'>
            <View className='strong'>{lines[0]!.componentName}</View>
            {lines.map((line) => (
              <View key={`${line.tier}-${line.unitPrice}`} className='line digits'>
                <View className='grow'>
                  {line.tier !== null && <Text className='line-tier'>第{['一', '二', '三', '四', '五'][line.tier - 1] ?? line.tier}档{rangeOf(line)}</Text>}
                  <View>
                    {line.volume} m³ × {exactYuan(line.unitPrice)} 元
                  </View>
                </View>
                <View className='strong'>{exactYuan(line.amount)} 元</View>
              </View>
            ))}
          </View>
        );
      })}
    </View>
  );
}
function rangeOf({ tierFrom, tierTo }: { tierFrom: number | null; tierTo: number | null }): string {
  if (tierFrom === null) return '';
  return tierTo === null ? `（${tierFrom} m³ 以上）` : `（${tierFrom}～${tierTo} m³）`;
}
