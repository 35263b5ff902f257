import { decideReview, followUpQuestions, type FollowUpQuestion, type ReviewItem } from '@shouwen/shared/contract/follow-up';
import { formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './complaint.module.css';
import { useDeskCommand, useReviews } from './complaint.calls';
import { Paged } from './paged';

const causes: Record<ReviewItem['cause'], string> = { rating: '线上评价', call: '电话回访', evaluation: '窗口评价' };

/** FU-3: nobody is left dissatisfied without somebody having looked into it. */
export function ReviewPane() {
  const [state, setState] = useState<'open' | 'decided'>('open');
  const pages = useReviews(state);
  return (
    <section className={styles.pane} aria-label="不满意核查">
      <div className={styles.filter}><Choice compact label="状态" value={state} onChange={setState} options={[{ value: 'open', label: '待核查' }, { value: 'decided', label: '已处理' }]} /></div>
      <Paged of={pages} empty={state === 'open' ? '没有待核查的不满意评价' : '还没有处理过'}>{(items) => items.map((item) => <Review key={item.id} item={item} />)}</Paged>
    </section>
  );
}

function Review({ item }: { item: ReviewItem }) {
  return (
    <article className={styles.card}>
      <header>
        {item.number && <Link to={`/tickets/hall/${item.number}`}>{groupTicketNumber(item.number)}</Link>}
        <strong>{item.title || '（保密）'}</strong>
        <span className={styles.stars} aria-label={`${item.stars} 星`}>{'★'.repeat(item.stars)}<i>{'★'.repeat(5 - item.stars)}</i></span>
        <small>{causes[item.cause]} · {item.hallName} · {item.staffName} · {formatInstant(item.at)}</small>
      </header>
      {item.scores && <p>{(Object.keys(followUpQuestions) as FollowUpQuestion[]).map((question) => `${followUpQuestions[question]} ${item.scores![question]}`).join('　')}</p>}
      {item.comment && item.cause === 'rating' && <p><b>居民说</b>{item.comment}</p>}
      {item.comment && item.cause === 'call' && item.comment.includes('\n') && <p><b>居民说</b>{item.comment.slice(item.comment.indexOf('\n') + 1)}</p>}
      {item.state !== 'open' && <p><b>{item.state === 'reopened' ? '已重新办理' : '已核查说明'}</b>{item.reason}<small>　{item.decidedBy} {item.decidedAt && formatInstant(item.decidedAt)}</small></p>}
      {item.mayDecide && <Decision item={item} />}
    </article>
  );
}

function Decision({ item }: { item: ReviewItem }) {
  const form = useContractForm(decideReview, { decision: (item.number === null ? 'explained' : null) as 'reopened' | 'explained' | null, reason: '' }, (v) => ({ version: item.version, ...v }), `review/${item.id}`);
  const command = useDeskCommand(decideReview);
  const send = () => { const body = form.check(); if (body) command.send({ params: { id: item.id }, body }, { onSuccess: form.reset }); };
  return (
    <form ref={form.ref} className={styles.inline} noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Refusal error={command.error} />
      <Field name="decision" error={form.errors.decision}>
        <Choice
          compact label="怎样处理" value={form.values.decision} onChange={(decision) => form.set('decision', decision)}
          options={[...(item.number === null ? [] : [{ value: 'reopened' as const, label: '重新办理' }]), { value: 'explained', label: '核查后说明，不重办' }]}
        />
      </Field>
      <Field name="reason" label="核查情况" required error={form.errors.reason}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} aria-label="核查情况" value={form.values.reason} onChange={(event) => form.set('reason', event.target.value)} />
      </Field>
      <Button type="primary" htmlType="submit" loading={command.isPending}>记录处理</Button>
    </form>
  );
}
