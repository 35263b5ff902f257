import { assignFinanceItem, correctFinanceItem, explainFinanceItem, type FinanceItem } from '@shouwen/shared/contract/reconciliation';
import { formatDate, formatFen, formatInstant } from '@shouwen/shared/value';
import { differenceKindLabels, financeItemStateLabels, financeResolutionLabels } from '@shouwen/shared/vocabulary';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { useFinancePeople, useReconciliationCommand } from './reconciliation.calls';
import styles from './reconciliation.module.css';

type Act = 'explain' | 'correct' | 'assign';
const toneOf = ({ state, overdue }: FinanceItem) => (state === 'resolved' ? 'done' : state === 'waiting' ? 'wait' : overdue ? 'late' : 'open');
export const stateOf = (item: FinanceItem) => (item.state === 'resolved' && item.resolution ? financeResolutionLabels[item.resolution] : item.overdue ? '已逾期' : financeItemStateLabels[item.state]);

/** What differs, what to do about it, and what was done; opened by its key. */
export function FinanceItemCard({ item, signed, open, onToggle }: { item: FinanceItem; signed: boolean; open: boolean; onToggle: () => void }) {
  return (
    <section className={styles.item} data-open={open}>
      <button type="button" data-item={item.id} aria-expanded={open} onClick={onToggle}>
        <b>{differenceKindLabels[item.kind]}</b><span>{item.words}</span><span className={styles.tag} data-tone={toneOf(item)}>{stateOf(item)}</span>
        <small>
          {item.reference}{item.row !== null && ` · ${item.fileName ?? '文件'}第 ${item.row} 行`}{item.owner && ` · 责任人 ${item.owner.name}`}{item.dueOn && item.state !== 'resolved' && ` · ${formatDate(item.dueOn)}前办完`}
        </small>
      </button>
      {open && <Body item={item} signed={signed} />}
    </section>
  );
}

function Body({ item, signed }: { item: FinanceItem; signed: boolean }) {
  const [act, setAct] = useState<Act | null>(null);
  const correctable = item.correctionFen !== null;
  useKeys('差异', [
    item.mayHandle && { keys: 'e', label: '说明差异', run: () => setAct('explain') },
    item.mayHandle && correctable && { keys: 'c', label: '申请更正入账', run: () => setAct('correct') },
    item.mayHandle && { keys: 'a', label: '改责任人', run: () => setAct('assign') },
    act !== null && { keys: 'escape', label: '不做了', run: () => setAct(null) },
  ]);
  return (
    <div className={styles.body}>
      {item.state === 'correcting' && <p className={styles.advice}>更正等审批，通过后自动入账；由申请人撤回后可以另行处理。审批有结果以前这一天不能签字。<Link to="/approvals/own">看申请</Link></p>}
      {(item.state === 'open' || item.state === 'waiting') && <p className={styles.advice}>{item.advice}{signed && item.state === 'open' && ' 这一天已签字：要处理这条差异，请先写明原因重新打开这一天。'}</p>}
      <ol className={styles.story} aria-label="经过">
        {item.history.map((event, index) => <li key={index}><small>{formatInstant(event.at)} {event.by ?? '系统'}</small>{event.text}</li>)}
      </ol>
      {item.mayHandle && act === null && (
        <div className={styles.actions}>
          <Button onClick={() => setAct('explain')}>说明差异 <KeyCap keys="e" /></Button>
          {correctable && <Button onClick={() => setAct('correct')}>申请更正入账 {formatFen(Math.abs(item.correctionFen!))} 元 <KeyCap keys="c" /></Button>}
          <Button type="text" onClick={() => setAct('assign')}>改责任人 <KeyCap keys="a" /></Button>
        </div>
      )}
      {act === 'explain' && <TextForm item={item} endpoint={explainFinanceItem} field="text" label="说明" button="写入说明，解决这条差异" said="已说明，这条差异已解决" onDone={() => setAct(null)} />}
      {act === 'correct' && <TextForm item={item} endpoint={correctFinanceItem} field="reason" label="更正的原因" button="提交审批" said="已提交审批，负责人同意后自动入账；这一天要由另一位签字" onDone={() => setAct(null)} />}
      {act === 'assign' && <AssignForm item={item} onDone={() => setAct(null)} />}
    </div>
  );
}

function TextForm({ item, endpoint, field, label, button, said, onDone }: {
  item: FinanceItem; endpoint: typeof explainFinanceItem | typeof correctFinanceItem; field: 'text' | 'reason'; label: string; button: string; said: string; onDone: () => void;
}) {
  const form = useContractForm(endpoint, { text: '' }, ({ text }) => ({ version: item.version, [field]: text }), `reconciliation/${item.id}/${field}`);
  const command = useReconciliationCommand(endpoint, item.id, () => {
    form.reset();
    showNotice({ id: 'done', tone: 'done', text: said, lastsMs: 3500 });
    onDone();
  });
  const submit = () => {
    const body = form.check();
    if (body && !command.isPending) command.send(body);
  };
  useKeys('差异', [{ keys: 'ctrl+enter', label: button, run: submit }]);
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Refusal error={command.error} />
      <Field name={field} label={label} required error={form.errors[field]}>
        <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} aria-label={label} value={form.values.text} onChange={(event) => form.set('text', event.target.value)} />
      </Field>
      <div><Button type="primary" htmlType="submit" loading={command.isPending}>{button} <KeyCap keys="ctrl+enter" /></Button></div>
    </form>
  );
}

function AssignForm({ item, onDone }: { item: FinanceItem; onDone: () => void }) {
  const people = useFinancePeople();
  const command = useReconciliationCommand(assignFinanceItem, item.id, onDone);
  return (
    <div className={styles.form}>
      <Refusal error={command.error ?? people.error} />
      <Field label="责任人">
        <Select autoFocus defaultOpen aria-label="责任人" loading={people.isPending || command.isPending} value={item.owner?.id} style={{ width: 220 }}
          options={(people.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={(ownerId: number) => command.send({ version: item.version, ownerId })} />
      </Field>
    </div>
  );
}
