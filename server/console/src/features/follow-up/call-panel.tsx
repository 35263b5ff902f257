import { answerFollowUp, claimFollowUp, followUpQuestions, notReached, releaseFollowUp, scoreLabels, type FollowUpCall, type FollowUpQuestion } from '@shouwen/shared/contract/follow-up';
import { formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { ErrorState, ListSkeleton } from '../../ui/state';
import styles from './follow-up.module.css';
import { useFollowUpCommand } from './follow-up.calls';

/** Takes the call for this person alone; given up when they go elsewhere. */
export function CallPanel({ id, onDone }: { id: number; onDone: () => void }) {
  const claim = useFollowUpCommand(claimFollowUp);
  const release = useFollowUpCommand(releaseFollowUp);
  const ended = useRef(false);
  const { send } = claim;
  const put = release.send;
  const started = useRef(false);
  useEffect(() => {
    if (!started.current) send({ params: { id } });
    started.current = true;
    return () => { if (!ended.current && started.current) put({ params: { id } }); };
    // Once for each person: claiming again would begin the call anew.
  }, [id]);
  if (claim.isError) return <ErrorState error={claim.error} onRetry={() => send({ params: { id } })} />;
  if (!claim.data) return <ListSkeleton rows={5} height={80} />;
  return <Questions call={claim.data} onDone={(text) => { ended.current = true; showNotice({ id: 'done', tone: 'done', text, lastsMs: 3500 }); onDone(); }} />;
}

const questions = Object.keys(followUpQuestions) as FollowUpQuestion[];
const asked: Record<FollowUpQuestion, string> = { manner: '工作人员的态度您满意吗？', quality: '事情办得怎么样？', time: '办得快不快？', result: '结果您满意吗？' };
const scores = [5, 4, 3, 2, 1] as const;

function Questions({ call, onDone }: { call: FollowUpCall; onDone: (text: string) => void }) {
  const [at, setAt] = useState(0);
  const empty = { manner: null, quality: null, time: null, result: null } as Record<FollowUpQuestion, number | null>;
  const form = useContractForm(answerFollowUp, { ...empty, comment: '' }, (v) => v);
  const record = useFollowUpCommand(answerFollowUp, (answer) => onDone((answer.stars ?? 5) <= 2 ? '已记录，不满意的已转效能监察核查' : '已记录回访'));
  const missed = useFollowUpCommand(notReached, (answer) => onDone(answer.state === 'unreached' ? '三次未接通，不再回访' : '已记未接通，稍后再拨'));
  const params = { id: call.id };
  const submit = () => { const body = form.check(); if (body) record.send({ params, body }); };
  const give = (score: number) => {
    const question = questions[at];
    if (!question) return;
    form.set(question, score);
    setAt(Math.min(at + 1, questions.length - 1));
  };
  useKeys('回访', [
    ...scores.map((score) => ({ keys: String(score), label: `${score} 分 ${scoreLabels[score]}`, run: () => give(score) })),
    { keys: 'backspace', label: '上一题', run: () => setAt(Math.max(0, at - 1)) },
    { keys: 'x', label: '未接通', run: () => missed.send({ params }) },
    { keys: 'ctrl+enter', label: '记录回访', run: submit },
  ]);
  return (
    <section className={styles.call} aria-label="回访">
      <header className={styles.who}>
        <h2>{call.contactName || '居民'}</h2>
        <a href={`tel:${call.contactPhone}`}>{call.contactPhone}</a>
        <small>{formatInstant(call.heldUntil)} 前由您回访 · <Link to={`/tickets/mine/${call.number}`}>{groupTicketNumber(call.number)}</Link></small>
      </header>
      <p className={styles.script}>您好，我是供水公司回访人员。您反映的“{call.title || call.categoryLabel}”已于{formatInstant(call.closedAt)}办结，想听听您的意见。</p>
      <dl className={styles.facts}>
        <dt>反映</dt><dd>{call.matter}</dd>
        <dt>答复</dt><dd>{call.answer || '—'}</dd>
        <dt>首问责任人</dt><dd>{call.firstResponsibleName}</dd>
      </dl>
      <form ref={form.ref} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {questions.map((question, index) => (
          <fieldset key={question} className={styles.question} data-field={question} data-at={index === at || undefined} onFocus={() => setAt(index)}>
            <legend>{index + 1}. {followUpQuestions[question]}<small>{asked[question]}</small></legend>
            <div role="radiogroup" aria-label={followUpQuestions[question]}>
              {scores.map((score) => (
                <button key={score} type="button" role="radio" aria-checked={form.values[question] === score} data-bad={score <= 2 || undefined} onClick={() => { form.set(question, score); setAt(Math.min(index + 1, questions.length - 1)); }}>
                  <b>{score}</b> {scoreLabels[score]}
                </button>
              ))}
            </div>
            {form.errors[question] && <em role="alert">{form.errors[question]}</em>}
          </fieldset>
        ))}
        <Input.TextArea aria-label="居民的话" placeholder="居民的话（不满意时请记下原因）" autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} value={form.values.comment} onChange={(event) => form.set('comment', event.target.value)} />
        <Refusal error={record.error ?? missed.error} />
        <div className={styles.foot}>
          <Button type="primary" htmlType="submit" loading={record.isPending}>记录回访 <KeyCap keys="ctrl+enter" /></Button>
          <Button loading={missed.isPending} onClick={() => missed.send({ params })}>未接通 <KeyCap keys="x" /></Button>
          <small>按 5 到 1 依次打分，退格键回上一题</small>
        </div>
      </form>
    </section>
  );
}
