import { consequenceStateLabels, enterConsequence, proposeConsequence, withdrawConsequence, type ConsequenceItem, type ConsequenceState } from '@shouwen/shared/contract/complaint-desk';
import { formatFen, formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { OneColleagueField } from '../../field/colleague-field';
import { useContractForm } from '../../field/contract-form';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './complaint.module.css';
import { useConsequences, useDeskCommand } from './complaint.calls';
import { Paged } from './paged';

/** CP-9: upheld complaints come here by themselves; on the yearly sheet they are once the supervisor has entered them. */
export function ConsequencePane() {
  const [state, setState] = useState<ConsequenceState>('proposed');
  const [adding, setAdding] = useState(false);
  const pages = useConsequences(state);
  return (
    <section className={styles.pane} aria-label="属实记入">
      <div className={styles.filter}>
        <Choice compact label="状态" value={state} onChange={setState} options={(Object.keys(consequenceStateLabels) as ConsequenceState[]).map((value) => ({ value, label: consequenceStateLabels[value] }))} />
        <Button size="small" onClick={() => setAdding(!adding)} aria-expanded={adding}>补记责任人</Button>
      </div>
      {adding && <Propose onDone={() => { setAdding(false); setState('proposed'); }} />}
      <Paged of={pages} empty={`没有${consequenceStateLabels[state]}的`} hint={state === 'proposed' ? '投诉认定为属实后，被投诉人自动列在这里' : undefined}>{(items) => items.map((item) => <Entry key={item.id} item={item} />)}</Paged>
    </section>
  );
}

function Entry({ item }: { item: ConsequenceItem }) {
  const [words, setWords] = useState('');
  const enter = useDeskCommand(enterConsequence);
  const withdraw = useDeskCommand(withdrawConsequence);
  const params = { id: item.id };
  return (
    <article className={styles.card}>
      <header>
        <Link to={`/tickets/hall/${item.number}`}>{groupTicketNumber(item.number)}</Link>
        <strong>{item.staffName} {item.staffNumber}</strong>
        <small>{item.categoryLabel} · {item.year} 年 · {formatInstant(item.concludedAt)} 认定属实</small>
        {item.state === 'entered' && <b className={styles.sum}>{formatFen(item.caseFen + item.thirdFen)} 元{item.thirdFen > 0 && '（一年三次）'}</b>}
      </header>
      {item.note && <p><b>说明</b>{item.note}<small>　{item.decidedBy} {item.decidedAt && formatInstant(item.decidedAt)}</small></p>}
      {item.state !== 'withdrawn' && (
        <div className={styles.inline}>
          <Refusal error={enter.error ?? withdraw.error} />
          <Input aria-label="说明" maxLength={300} placeholder={item.state === 'proposed' ? '说明；撤销须写原因' : '撤销的原因，如申诉成立'} value={words} onChange={(event) => setWords(event.target.value)} />
          <div className={styles.buttons}>
            {item.state === 'proposed' && <Button type="primary" loading={enter.isPending} onClick={() => enter.send({ params, body: { version: item.version, note: words } })}>记入年度表</Button>}
            <Button loading={withdraw.isPending} disabled={words.trim() === ''} onClick={() => withdraw.send({ params, body: { version: item.version, reason: words } })}>撤销</Button>
          </div>
        </div>
      )}
    </article>
  );
}

function Propose({ onDone }: { onDone: () => void }) {
  const form = useContractForm(proposeConsequence, { number: '', staffId: null as number | null }, (v) => v);
  const command = useDeskCommand(proposeConsequence);
  const send = () => { const body = form.check(); if (body) command.send({ body }, { onSuccess: onDone }); };
  return (
    <form ref={form.ref} className={`${styles.card} ${styles.inline}`} noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <p className={styles.quiet}>投诉登记时没有写明是谁，调查后查清的，补记在这里。</p>
      <Refusal error={command.error} />
      <div className={styles.pair}>
        <Field name="number" label="投诉单号" required error={form.errors.number}><Input aria-label="投诉单号" maxLength={20} autoFocus value={form.values.number} onChange={(event) => form.set('number', event.target.value)} /></Field>
        <Field name="staffId" label="责任人" required error={form.errors.staffId}><OneColleagueField value={form.values.staffId} onChange={(staffId) => form.set('staffId', staffId)} /></Field>
      </div>
      <Button type="primary" htmlType="submit" loading={command.isPending}>列入待记入</Button>
    </form>
  );
}
