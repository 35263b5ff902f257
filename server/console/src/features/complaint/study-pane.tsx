import { recordStudy, studyStateLabels, tellStudy, type StudyItem, type StudyState } from '@shouwen/shared/contract/complaint-desk';
import { formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './complaint.module.css';
import { useDeskCommand, useStudies } from './complaint.calls';
import { Paged } from './paged';

/** CP-8: what an investigation could not settle because the rule itself is in question. */
export function StudyPane() {
  const [state, setState] = useState<StudyState>('open');
  const pages = useStudies(state);
  return (
    <section className={styles.pane} aria-label="研究事项">
      <div className={styles.filter}>
        <Choice compact label="状态" value={state} onChange={setState} options={(Object.keys(studyStateLabels) as StudyState[]).map((value) => ({ value, label: studyStateLabels[value] }))} />
      </div>
      <Paged of={pages} empty="没有这样的研究事项" hint="投诉认定为“政策问题”时自动列入">{(items) => items.map((item) => <Study key={item.id} item={item} />)}</Paged>
    </section>
  );
}

function Study({ item }: { item: StudyItem }) {
  return (
    <article className={styles.card}>
      <header>
        <Link to={`/tickets/hall/${item.number}`}>{groupTicketNumber(item.number)}</Link>
        <strong>{item.title || '（保密）'}</strong>
        <small>{item.categoryLabel} · {item.hallName} · {formatInstant(item.openedAt)} 列入</small>
      </header>
      {item.question !== null && <p><b>问题</b>{item.question}</p>}
      {item.result !== null && <p><b>研究结果</b>{item.result}<small>　{item.studiedBy} {item.studiedAt && formatInstant(item.studiedAt)}</small></p>}
      {item.told !== null && <p><b>告知</b>{item.told}<small>　{item.toldBy} {item.toldAt && formatInstant(item.toldAt)}</small></p>}
      {item.mayStudy && <Words item={item} endpoint={recordStudy} field="result" label="研究结果" submit="记录研究结果" max={2000} />}
      {item.mayTell && <Words item={item} endpoint={tellStudy} field="told" label="怎样告知投诉人" submit="已告知" max={500} />}
      {!item.mayStudy && item.state === 'open' && <p className={styles.quiet}>等待大厅主任或公司领导研究</p>}
      {!item.mayTell && item.state === 'studied' && <p className={styles.quiet}>等待调查人或效能监察告知投诉人</p>}
    </article>
  );
}

function Words({ item, endpoint, field, label, submit, max }: { item: StudyItem; endpoint: typeof recordStudy | typeof tellStudy; field: 'result' | 'told'; label: string; submit: string; max: number }) {
  const form = useContractForm(endpoint, { words: '' }, ({ words }) => ({ version: item.version, [field]: words }), `study/${item.id}/${field}`);
  const command = useDeskCommand(endpoint);
  const send = () => { const body = form.check(); if (body) command.send({ params: { id: item.id }, body: body as never }, { onSuccess: form.reset }); };
  return (
    <form ref={form.ref} className={styles.inline} noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Refusal error={command.error} />
      <Field name={field} label={label} required error={form.errors[field]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={max} aria-label={label} value={form.values.words} onChange={(event) => form.set('words', event.target.value)} />
      </Field>
      <Button type="primary" htmlType="submit" loading={command.isPending}>{submit}</Button>
    </form>
  );
}
