import type { AccountArrears, PlanItem } from '@shouwen/shared/contract/arrears';
import { formatFen, formatInstant } from '@shouwen/shared/value';
import { callResultLabels, planStandingLabels, reminderChannelLabels } from '@shouwen/shared/vocabulary';
import styles from './arrears.module.css';

/** The bills, what was done about them, and what was agreed. */
export function AccountFacts({ account }: { account: AccountArrears }) {
  return (
    <>
      <h3>未缴账单</h3>
      {account.bills.length === 0 ? <p className={styles.none}>没有未缴的账单</p> : (
        <table className={styles.table}>
          <thead><tr><th>账期</th><th>最后缴费日</th><th>本金</th><th>违约金</th><th>合计（元）</th></tr></thead>
          <tbody>{account.bills.map((bill) => <tr key={bill.billId}><th>{bill.from} 至 {bill.to}{bill.disputed && <em>核查中，不催缴</em>}</th><td>{bill.dueOn}</td><td>{formatFen(bill.principalFen)}</td><td>{bill.lateFeeFen === 0 ? '—' : formatFen(bill.lateFeeFen)}</td><td><b>{formatFen(bill.principalFen + bill.lateFeeFen)}</b></td></tr>)}</tbody>
          <tfoot><tr><th>合计</th><td /><td /><td /><td>{formatFen(account.owedFen)}</td></tr></tfoot>
        </table>
      )}
      {account.plans.map((plan) => <PlanFacts key={plan.id} plan={plan} />)}
      <h3>催缴记录</h3>
      {account.reminders.length + account.calls.length + account.pauses.length === 0 ? <p className={styles.none}>还没有催过</p> : (
        <ul className={styles.history}>
          {account.pauses.map(({ from, to, billFrom, billTo }) => <li key={`${from} ${billFrom}`}><time>{from}</time>{billFrom} 至 {billTo} 的账单有异议，暂停催缴{to === null ? '至今' : `到 ${to}`}</li>)}
          {account.calls.map((call) => <li key={call.at}><time>{formatInstant(call.at)}</time>{call.by}致电：{callResultLabels[call.result]}{call.callbackOn && `，${call.callbackOn} 再拨`}{call.note !== '' && `（${call.note}）`}</li>)}
          {account.reminders.map((reminder) => <li key={`${reminder.at} ${reminder.days}`}><time>{formatInstant(reminder.at)}</time>逾期 {reminder.days} 天{reminderChannelLabels[reminder.channel]}，当时欠 {formatFen(reminder.owedFen)} 元</li>)}
        </ul>
      )}
    </>
  );
}

export function PlanFacts({ plan }: { plan: PlanItem }) {
  let due = 0;
  return (
    <section className={styles.plan}>
      <h3>分期计划 <span className={styles.state} data-state={plan.standing}>{planStandingLabels[plan.standing]}</span> <small>{plan.proposedBy} {formatInstant(plan.createdAt)} 申请：{plan.reason}</small></h3>
      <p>共 {formatFen(plan.debtFen)} 元，已付 {formatFen(plan.paidFen)} 元{plan.behindFen > 0 && <em>，逾期少付 {formatFen(plan.behindFen)} 元</em>}</p>
      <ol>{plan.instalments.map(({ dueOn, amountFen }) => { due += amountFen; return <li key={dueOn} data-paid={plan.paidFen >= due || undefined}>{dueOn} 前 {formatFen(amountFen)} 元</li>; })}</ol>
    </section>
  );
}
