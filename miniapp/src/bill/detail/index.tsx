import { Text, View } from '@tarojs/components';
import { billDetail, billPdf, type BillDetail } from '@shouwen/shared/contract/billing';
import { usageAlerts } from '@shouwen/shared/contract/usage';
import { formatFen, formatFullInstant, sumOfBill } from '@shouwen/shared/value';
import { openPaper } from '@/api/paper';
import { useAnswer } from '@/api/query';
import { open, useParameters } from '@/platform/navigation';
import { routes } from '@/routes';
import { Button } from '@/ui/button';
import { Card, List, ListItem, Notice, Pair, Tag } from '@/ui/card';
import { Money } from '@/ui/money';
import { Screen } from '@/ui/screen';
import { SignInGate } from '@/ui/sign-in-gate';
import { Answered } from '@/ui/state';
import { UsageAlertCard } from '@/ui/usage-alert';
import { dayOf, exactYuan, periodInWords } from '@/ui/period';
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
  const alert = useAnswer(usageAlerts).data?.items.find(({ billId }) => billId === bill.id);
  return (
    <>
      <WhatBecameOfIt bill={bill} />
      {alert && <UsageAlertCard alert={alert} />}
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
        <View className='muted small'>m³ 就是立方米，1 m³ 是 1 吨水。</View>
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
        <Sum bill={bill} />
      </Card>

      {bill.payment && (
        <List>
          <ListItem icon='receipt' onTap={() => open(routes.receipt, { id: bill.payment!.id })}>
            <View>查看收据</View>
            <View className='muted small digits'>{formatFullInstant(bill.payment.paidAt)} 缴清</View>
          </ListItem>
        </List>
      )}
      <List>
        <ListItem icon='file' id='bill-pdf' onTap={() => void openPaper(billPdf, { id: bill.id })}>
          <View>保存账单（PDF）</View>
          <View className='muted small'>每一笔怎么算的都在上面</View>
        </ListItem>
        {bill.state !== 'void' && bill.dispute === null && (
          <ListItem icon='complaint' id='question' onTap={() => open(routes.complain, { billId: bill.id, accountId: bill.accountId, period: periodInWords(bill) })}>
            <View>对这笔账单有疑问</View>
            <View className='muted small'>登记以后有人核对，处理期间不计违约金</View>
          </ListItem>
        )}
      </List>
    </>
  );
}

/** From what the period costs to what is to be paid now: whoever adds it up comes to the same. */
function Sum({ bill }: { bill: BillDetail }) {
  const { rows, payableFen } = sumOfBill(bill);
  return (
    <>
      {rows.map(({ name, fen, note }, index) => (
        <View key={name}>
          <Pair name={name} strong={index === 0}>{inYuan(fen)}</Pair>
          {note !== '' && <View className='muted small'>{note}</View>}
        </View>
      ))}
      <View className='divider' />
      <Pair name='现在应缴' strong>{inYuan(payableFen)}</Pair>
    </>
  );
}
const inYuan = (fen: number) => `${fen < 0 ? '−' : ''}${formatFen(Math.abs(fen))} 元`;

/** A reversed bill, the one in its place, and a question that is being looked into: first of all, in words. */
function WhatBecameOfIt({ bill }: { bill: BillDetail }) {
  const { replacedByBillId, replacesBillId, dispute } = bill;
  return (
    <>
      {bill.state === 'void' && (
        <Notice tone='bad' id='bill-void'>
          这张账单算得不对，已经作废{bill.voidReason ? `：${bill.voidReason}` : ''}，不用缴。缴过的钱已转为预存款。
          {replacedByBillId !== null && <Button kind='secondary' small onTap={() => open(routes.billDetail, { id: replacedByBillId })}>看更正后的账单</Button>}
        </Notice>
      )}
      {replacesBillId !== null && (
        <Notice id='bill-corrected'>
          更正后的账单，代替原来算错的那张。
          <Button kind='secondary' small onTap={() => open(routes.billDetail, { id: replacesBillId })}>看原来的</Button>
        </Notice>
      )}
      {dispute && (
        <Notice tone='warn' id='bill-disputed'>
          您的疑问正在处理，从{dayOf(dispute.since)}起不计违约金。
          {dispute.ticketNumber !== null && <Button kind='secondary' small onTap={() => open(routes.ticket, { number: dispute.ticketNumber! })}>看处理到哪一步</Button>}
        </Notice>
      )}
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
