import { formatFen } from '@shouwen/shared/value';
import { Button, Checkbox, type InputRef } from 'antd';
import type { KeyboardEvent, Ref } from 'react';
import { YuanField } from '../../field/yuan-field';
import { KeyCap } from '../../keyboard/key-cap';
import { entryTotal, partsOf, toggled, type Entry } from './basket';
import { useReturned } from './counter.calls';
import styles from './counter.module.css';

const month = (from: string, to: string) => (from.slice(0, 7) === to.slice(0, 7) ? from.slice(0, 7) : `${from.slice(0, 7)} 至 ${to.slice(0, 7)}`);

/** PY-1: what is asked and told before money is taken, and what of it is paid. */
export function AccountCard({ entry, active, onChange, onRemove, amount, onDone }: {
  entry: Entry; active: boolean; onChange: (entry: Entry) => void; onRemove: () => void; amount?: Ref<InputRef>; onDone: () => void;
}) {
  const { account, chosen } = entry;
  const { bills, prepayFen } = partsOf(entry);
  const returned = useReturned(account.id);
  const back = returned.data?.items[0];
  const rowKeys = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.currentTarget.parentElement?.querySelectorAll<HTMLInputElement>('input[type=checkbox]')[index + step]?.focus();
  };
  return (
    <section className={styles.card} aria-label={`户号 ${account.accountNumber}`} data-active={active || undefined}>
      <header>
        <b>{account.accountNumber}</b><span>{account.nameMasked}</span><span>{account.addressMasked}</span>
        <small>表号尾号 {account.meterNumberTail} · {account.tariffName} · {account.householdSize} 人</small>
        <Button type="text" size="small" aria-label={`移去户号 ${account.accountNumber}`} onClick={onRemove}>移去{active && <KeyCap keys="alt+x" quiet />}</Button>
      </header>
      <p className={styles.ask}>请核对：户名、地址对不对？{account.bills.length > 0 ? <>共 <b>{account.bills.length}</b> 个月，用水 <b>{account.volume}</b> m³，应缴 <b>{formatFen(account.owedFen)}</b> 元</> : '没有待缴账单，可以预存'}{account.prepaidFen > 0 && <>，预存余额 {formatFen(account.prepaidFen)} 元</>}</p>
      {back && <p className={styles.returned}>这户有一笔重复缴的钱：{formatFen(back.amountFen)} 元（{back.paidAt?.slice(0, 10)}），{back.refunds[0]?.note ?? (back.surplus === 'prepay' ? '已转预存' : '正在退回')}</p>}
      {account.bills.length > 0 && (
        <div className={styles.bills} role="group" aria-label="待缴账单">
          {account.bills.map((bill, index) => (
            <label key={bill.id} onKeyDown={(event) => rowKeys(event, index)} data-off={!bills.has(bill.id) || undefined}>
              <Checkbox checked={chosen.includes(bill.id)} onChange={() => onChange(toggled(entry, bill.id))} />
              <span>{month(bill.from, bill.to)}</span><span className={styles.money}>{bill.volume} m³</span><span className={styles.money}>{formatFen(bill.principalFen)}</span>
              <span className={styles.money}>{bill.lateFeeFen > 0 ? <em>违约金 {formatFen(bill.lateFeeFen)}</em> : bill.overdue ? '' : <small>{bill.dueOn} 前</small>}</span>
              <b className={styles.money}>{(bills.get(bill.id) ?? 0) === bill.payableFen ? formatFen(bill.payableFen) : bills.has(bill.id) ? `缴 ${formatFen(bills.get(bill.id)!)} / ${formatFen(bill.payableFen)}` : '不缴'}</b>
            </label>
          ))}
        </div>
      )}
      <footer>
        <span>{prepayFen > 0 ? <>其中预存 <b>{formatFen(prepayFen)}</b> 元</> : entry.wantFen !== null && entry.wantFen < account.owedFen ? '缴一部分，先缴最早的账单' : ''}</span>
        <label>本次缴 {active && <KeyCap keys="f6" quiet />}</label>
        <div className={styles.amount}><YuanField label={`户号 ${account.accountNumber} 本次缴`} value={entryTotal(entry)} onChange={(fen) => onChange({ ...entry, wantFen: fen ?? 0 })} onEnter={onDone} inputRef={amount} /></div>
      </footer>
    </section>
  );
}
