import { claimArrearsCall, recordArrearsCall, releaseArrearsCall, type ArrearsCallCard } from '@shouwen/shared/contract/arrears';
import { addDays, formatFen, shanghaiDate } from '@shouwen/shared/value';
import { callResultLabels, type ArrearsCallResult } from '@shouwen/shared/vocabulary';
import { Button, DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { AccountFacts } from './account-facts';
import styles from './arrears.module.css';
import { useArrearsCommand } from './arrears.calls';

const results = Object.keys(callResultLabels) as ArrearsCallResult[];

/** Opening it takes the call: nobody else is shown the number meanwhile. Given up when the agent goes elsewhere. */
export function CallPanel({ id, onDone }: { id: number; onDone: () => void }) {
  const claim = useArrearsCommand(claimArrearsCall);
  const release = useArrearsCommand(releaseArrearsCall);
  const { send } = claim;
  const put = release.send;
  const started = useRef(false);
  const ended = useRef(false);
  useEffect(() => {
    if (!started.current) send({ params: { id } });
    started.current = true;
    return () => { if (!ended.current && started.current) put({ params: { id } }); };
    // Once for each person: claiming again would begin the call anew.
  }, [id]);
  if (claim.isError) return <ErrorState error={claim.error} onRetry={() => send({ params: { id } })} />;
  if (!claim.data) return <ListSkeleton rows={6} />;
  return <Call card={claim.data} onDone={() => { ended.current = true; onDone(); }} />;
}

function Call({ card, onDone }: { card: ArrearsCallCard; onDone: () => void }) {
  const form = useContractForm(recordArrearsCall, { result: null as ArrearsCallResult | null, note: '', callbackOn: null as string | null }, (values) => values, `arrears-call/${card.id}`);
  const { result, note, callbackOn } = form.values;
  const record = useArrearsCommand(recordArrearsCall, () => { form.reset(); showNotice({ id: 'done', tone: 'done', text: '已记录', lastsMs: 2500 }); onDone(); });
  const release = useArrearsCommand(releaseArrearsCall, onDone);
  const submit = () => { const body = form.check(); if (body && !record.isPending) record.send({ params: { id: card.id }, body }); };
  // A promise is looked at on its day: a week, unless another day was agreed.
  const choose = (value: ArrearsCallResult) => form.patch({ result: value, callbackOn: value === 'promised' ? (callbackOn ?? addDays(shanghaiDate(new Date()), 7)) : null });
  useKeys('催缴电话', [
    ...results.map((value, index) => ({ keys: `alt+${index + 1}`, label: callResultLabels[value], run: () => choose(value) })),
    { keys: 'ctrl+enter', label: '记录结果', run: submit },
    { keys: 'ctrl+backspace', label: '放回名单', run: () => release.send({ params: { id: card.id } }) },
  ]);
  return (
    <article className={styles.call} aria-label="催缴电话">
      <header className={styles.who}>
        <h2>{card.contactName}</h2>
        {card.contactPhone === null ? <span>没有登记电话</span> : <a href={`tel:${card.contactPhone}`}>{card.contactPhone}</a>}
        <small>{card.contactAddress} · 户号 <Link to={`/arrears/accounts/${card.accountNumber}`}>{card.accountNumber}</Link></small>
      </header>
      <p className={styles.script}>{card.script}</p>
      <p className={styles.sum}>现欠 <b>{formatFen(card.account.owedFen)}</b> 元（含今日违约金）</p>
      <form ref={form.ref} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }} className={styles.form}>
        <Refusal error={record.error ?? release.error} />
        <Field name="result" label="结果" required error={form.errors.result}>
          <Choice label="结果" value={result} onChange={choose} options={results.map((value, index) => ({ value, label: <>{callResultLabels[value]} <KeyCap keys={`alt+${index + 1}`} /></> }))} />
        </Field>
        <div className={styles.pair}>
          <Field name="callbackOn" label="再拨日期" required={result === 'promised'} hint="到时仍未缴，会再列出来" error={form.errors.callbackOn}>
            <DatePicker aria-label="再拨日期" value={callbackOn === null ? null : dayjs(callbackOn)} onChange={(day) => form.set('callbackOn', day ? day.format('YYYY-MM-DD') : null)} />
          </Field>
          <Field name="note" label="备注" error={form.errors.note}>
            <Input aria-label="备注" maxLength={300} value={note} onChange={(event) => form.set('note', event.target.value)} />
          </Field>
        </div>
        <div className={styles.foot}>
          <Button type="primary" htmlType="submit" loading={record.isPending}>记录 <KeyCap keys="ctrl+enter" /></Button>
          <Button loading={release.isPending} onClick={() => release.send({ params: { id: card.id } })}>放回名单 <KeyCap keys="ctrl+backspace" /></Button>
        </div>
      </form>
      <AccountFacts account={card.account} />
    </article>
  );
}
