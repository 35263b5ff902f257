import type { BillDetail, BillLine } from '@shouwen/shared/contract/billing';
import { formatFen, sumOfBill } from '@shouwen/shared/value';
import styles from './bill-working.module.css';

const inYuan = (amount: number) => (amount % 100 === 0 ? formatFen(amount / 100) : (amount / 10_000).toFixed(4));

/** What the bill says, so that it can be added up line by line with the customer. */
export function BillWorking({ bill }: { bill: BillDetail }) {
  const words = ({ segment, tier, tierFrom, tierTo }: BillLine) => {
    const part = segment === null ? undefined : bill.segments[segment];
    const step = segment === null ? '每月最低收费，不足部分补足' : tier === null ? '全部水量' : `第 ${tier} 档（${tierFrom ?? 0}${tierTo === null ? ' 以上' : `–${tierTo}`}）`;
    return part && bill.segments.length > 1 ? `${part.from.slice(5)} 起 ${part.tariffName} ${step}` : step;
  };
  return (
    <>
      <table className={styles.table}>
        <thead><tr><th>抄表</th><th>上次</th><th>本次</th><th>m³</th></tr></thead>
        <tbody>
          {bill.meterChanges.length === 0 && <tr><th>{bill.previousReadOn} 至 {bill.readOn}</th><td>{bill.previousReading}</td><td>{bill.reading}</td><td>{bill.volume}</td></tr>}
          {bill.meterChanges.map((change, i) => {
            const before = bill.meterChanges[i - 1];
            const from = before ? before.first : bill.previousReading;
            return <tr key={change.on}><th>换下的表，至 {change.on}</th><td>{from}</td><td>{change.last}</td><td>{change.last - from}</td></tr>;
          })}
          {bill.meterChanges.length > 0 && <tr><th>新装的表，至 {bill.readOn}</th><td>{bill.meterChanges.at(-1)!.first}</td><td>{bill.reading}</td><td>{bill.reading - bill.meterChanges.at(-1)!.first}</td></tr>}
        </tbody>
      </table>
      {(bill.segments.length > 1 || bill.segments[0]?.tierPeriod === 'year') && (
        <table className={styles.table}>
          <thead><tr><th>分段</th><th>水价</th><th>占比</th><th>人口</th><th>本年此前</th><th>m³</th></tr></thead>
          <tbody>{bill.segments.map((part, i) => <tr key={i}><th>{part.from} 至 {part.to}</th><td>{part.tariffName}</td><td>{part.share / 10}%</td><td>{part.persons}</td><td>{part.tierPeriod === 'year' ? part.usedBefore : '—'}</td><td>{part.volume}</td></tr>)}</tbody>
        </table>
      )}
      <table className={styles.table}>
        <thead><tr><th>计算</th><th>m³</th><th>单价</th><th>金额</th></tr></thead>
        {bill.components.map(({ component, componentName, fen }) => {
          const lines = bill.lines.filter((line) => line.component === component);
          return (
            <tbody key={component}>
              {lines.map((line, i) => <tr key={i}><th>{componentName}　{words(line)}</th><td>{line.segment === null ? '' : line.volume}</td><td>{line.segment === null ? '' : inYuan(line.unitPrice)}</td><td>{inYuan(line.amount)}</td></tr>)}
              <tr className={styles.sum}><th>{componentName}小计（四舍五入到分）</th><td /><td /><td>{formatFen(fen)}</td></tr>
            </tbody>
          );
        })}
        <tfoot>
          <tr><th>本期合计</th><td>{bill.volume}</td><td /><td>{formatFen(bill.totalFen)}</td></tr>
          {sumOfBill(bill).rows.slice(1).map(({ name, fen, note }) => <tr key={name}><th>{name}{note !== '' && `（${note}）`}</th><td /><td /><td>{formatFen(fen)}</td></tr>)}
          {bill.state === 'unpaid' && <tr><th>现在应缴（期限 {bill.dueOn}）</th><td /><td /><td>{formatFen(bill.payableFen)}</td></tr>}
        </tfoot>
      </table>
    </>
  );
}
