import { fetchTradeBill, reopenReconciliation, signReconciliation, type ReconciliationDayDetail } from '@shouwen/shared/contract/reconciliation';
import { formatFen, formatFullDate, formatInstant } from '@shouwen/shared/value';
import { reconciliationSourceLabels, reconciliationStateLabels } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState } from '../../ui/state';
import { FilesAndStory } from './files-and-story';
import { FinanceItemCard } from './finance-item';
import { useReconciliationCommand } from './reconciliation.calls';
import styles from './reconciliation.module.css';

/** One source on one day: both sides' sums, the differences, the files, the signature. */
export function DayDetail({ day, onUpload }: { day: ReconciliationDayDetail; onUpload: () => void }) {
  const firstOpen = day.list.find(({ state }) => state === 'open')?.id ?? null;
  const [open, setOpen] = useState<number | null>(firstOpen);
  const go = (step: 1 | -1) => {
    const at = day.list.findIndex(({ id }) => id === open);
    const target = day.list[at === -1 ? (step === 1 ? 0 : day.list.length - 1) : at + step];
    if (!target) return;
    setOpen(target.id);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-item='${target.id}']`)?.focus());
  };
  useKeys('对账', [day.list.length > 0 && { keys: 'n', label: '下一条差异', run: () => go(1) }, day.list.length > 0 && { keys: 'p', label: '上一条差异', run: () => go(-1) }]);
  return (
    <article className={styles.detail} aria-label="一天的对账">
      <h2>{reconciliationSourceLabels[day.source]} {formatFullDate(day.date)} <span className={styles.tag} data-tone={day.state === 'closed' ? 'done' : 'open'}>{reconciliationStateLabels[day.state]}</span></h2>
      {day.trouble && <p className={styles.trouble} role="alert">{day.trouble}</p>}
      {day.ours && day.theirs && <Figures day={day} />}
      {day.state === 'open' && day.source !== 'wechat' && day.mayWork && <div><Button type="primary" onClick={onUpload}>上传这一天的文件 <KeyCap keys="u" /></Button></div>}
      {day.state === 'open' && day.source === 'wechat' && day.mayWork && <FetchNow day={day} />}
      {(day.state !== 'open' || day.items > 0) && (
        <section aria-label="差异">
          <h3>差异 {day.items > 0 && <small>{day.items} 条，待处理 {day.openItems} 条</small>}</h3>
          {day.list.length === 0 ? <EmptyState title="双方相符，没有差异">核对总数后就可以签字</EmptyState> : (
            <div className={styles.items}>
              {day.list.map((item) => <FinanceItemCard key={`${item.id}/${item.version}`} item={item} signed={day.state === 'closed'} open={item.id === open} onToggle={() => setOpen(item.id === open ? null : item.id)} />)}
              {day.more && <p className={styles.facts}>差异较多，先显示 200 条；处理后会显示其余的。</p>}
            </div>
          )}
        </section>
      )}
      {(day.mayWork || day.maySign || day.signingRefused !== null) && <Signature day={day} />}
      <FilesAndStory day={day} />
    </article>
  );
}

function Figures({ day }: { day: ReconciliationDayDetail }) {
  const { ours, theirs, settlement } = day;
  if (!ours || !theirs) return null;
  const row = (label: string, our: number, their: number, format: (n: number) => string) => (
    <tr><td>{label}</td><td>{format(our)}</td><td>{format(their)}</td><td data-differs={our !== their}>{our === their ? '相符' : format(their - our)}</td></tr>
  );
  return (
    <>
      <table className={styles.figures}>
        <thead><tr><th>{day.matchedCount} 笔逐笔相符</th><th>我方</th><th>对方</th><th>相差</th></tr></thead>
        <tbody>
          {row('笔数', ours.count, theirs.count, String)}
          {row(day.source === 'bank' ? '入账（元）' : '收款（元）', ours.paidFen, theirs.paidFen, formatFen)}
          {day.source !== 'bank' && row('退款（元）', ours.refundFen, theirs.refundFen, formatFen)}
        </tbody>
      </table>
      {settlement && (
        <p className={styles.facts}>
          手续费 {formatFen(day.feeFen ?? 0)} 元，应在 {formatFullDate(settlement.dueOn)} 到账 {formatFen(settlement.fen)} 元
          {settlement.confirmedAt ? `，银行 ${formatInstant(settlement.confirmedAt)} 已确认入账` : '，等银行入账文件确认'}
        </p>
      )}
    </>
  );
}

function FetchNow({ day }: { day: ReconciliationDayDetail }) {
  const command = useReconciliationCommand(fetchTradeBill, day.id, () => undefined);
  const fetchIt = () => { if (!command.isPending) command.send({}); };
  useKeys('对账', [{ keys: 'f', label: '立即取账单', run: fetchIt }]);
  return (
    <div className={styles.form}>
      <p className={styles.facts}>账单在次日上午 10 点以后自动取得{day.nextTryAt && `，下次 ${formatInstant(day.nextTryAt)}`}。</p>
      <Refusal error={command.error} />
      <div><Button loading={command.isPending} onClick={fetchIt}>立即取账单 <KeyCap keys="f" /></Button></div>
    </div>
  );
}

function Signature({ day }: { day: ReconciliationDayDetail }) {
  const [reopening, setReopening] = useState(false);
  const words = useId();
  const command = useReconciliationCommand(signReconciliation, day.id, () => showNotice({ id: 'done', tone: 'done', text: '已签字，这一天的账已对清', lastsMs: 3500 }));
  const notYet = day.signingRefused;
  const sign = () => {
    if (notYet !== null) showNotice({ id: 'not-yet', text: notYet });
    else if (day.maySign && !command.isPending) command.send({ version: day.version });
  };
  useKeys('对账', [
    day.state === 'matched' && { keys: 's', label: notYet === null ? '签字' : '为什么还不能签字', run: sign },
    day.mayWork && day.state === 'closed' && { keys: 'r', label: '重新打开', run: () => setReopening(true) },
  ]);
  if (day.state === 'open') return null;
  return (
    <section className={styles.sign} aria-label="签字">
      <Refusal error={command.error} />
      {day.state === 'matched' && (
        <div className={styles.actions}>
          <Button type={notYet === null ? 'primary' : 'default'} aria-disabled={notYet !== null} aria-describedby={words} loading={command.isPending} onClick={sign}>对账签字 <KeyCap keys="s" /></Button>
          <span id={words} className={styles.facts}>{notYet ?? '签字后差异不能再改；要改的，写明原因重新打开。'}</span>
        </div>
      )}
      {day.state === 'closed' && (
        <div className={styles.actions}>
          <span>{day.signedBy} {day.signedAt && formatInstant(day.signedAt)} 签字</span>
          {day.mayWork && !reopening && <Button onClick={() => setReopening(true)}>重新打开 <KeyCap keys="r" /></Button>}
        </div>
      )}
      {reopening && day.state === 'closed' && <ReopenForm day={day} onDone={() => setReopening(false)} />}
    </section>
  );
}

function ReopenForm({ day, onDone }: { day: ReconciliationDayDetail; onDone: () => void }) {
  const form = useContractForm(reopenReconciliation, { reason: '' }, (values) => ({ version: day.version, ...values }));
  const command = useReconciliationCommand(reopenReconciliation, day.id, onDone);
  const submit = () => {
    const body = form.check();
    if (body && !command.isPending) command.send(body);
  };
  useKeys('对账', [{ keys: 'ctrl+enter', label: '重新打开这一天', run: submit }, { keys: 'escape', label: '不打开了', run: onDone }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Refusal error={command.error} />
      <Field name="reason" label="重新打开的原因" required error={form.errors.reason}>
        <Input autoFocus maxLength={200} aria-label="重新打开的原因" value={form.values.reason} onChange={(event) => form.set('reason', event.target.value)} />
      </Field>
      <div><Button type="primary" htmlType="submit" loading={command.isPending}>重新打开 <KeyCap keys="ctrl+enter" /></Button></div>
    </form>
  );
}
