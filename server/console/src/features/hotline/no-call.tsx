import { beginCall } from '@shouwen/shared/contract/hotline';
import { formatInstant, groupTicketNumber, toHalfWidth } from '@shouwen/shared/value';
import { Button, Input } from 'antd';
import { useEffect, useEffectEvent, useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { durationText } from '../../ui/countdown';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { useBeginCall, useRecentCalls } from './hotline.calls';
import styles from './no-call.module.css';

export function NoCall({ ringing }: { ringing: string | null }) {
  const navigate = useNavigate();
  const begin = useBeginCall();
  const recent = useRecentCalls();
  const list = useRef<HTMLDivElement>(null);
  const form = useContractForm(beginCall, { phone: ringing ?? '' }, (values) => values);
  const start = () => {
    const body = form.check();
    if (body && !begin.isPending) begin.mutate({ body }, { onSuccess: (card) => void navigate(`/hotline/calls/${card.callId}`, { replace: ringing !== null }), onError: form.refuse });
  };
  // The agent has already answered: the number came from the exchange.
  const answerRinging = useEffectEvent(() => { if (ringing) start(); });
  useEffect(() => answerRinging(), []);
  const focusNumber = () => form.ref.current?.querySelector('input')?.focus();
  useListKeys('热线', list);
  useKeys('热线', [{ keys: 'f2', label: '输入来电号码', run: focusNumber }]);
  const going = recent.data?.items.filter((c) => c.endedAt === null) ?? [];
  return (
    <div className={styles.page}>
      <form ref={form.ref} className={styles.number} noValidate onSubmit={(e) => { e.preventDefault(); start(); }}>
        <h1>热线</h1>
        <Field name="phone" label="来电号码" error={form.errors.phone}>
          <Input
            autoFocus inputMode="tel" autoComplete="off" maxLength={17} placeholder="输入号码，按 Enter" aria-label="来电号码" value={form.values.phone}
            onChange={(e) => form.set('phone', toHalfWidth(e.target.value).replace(/[^\d-]/g, ''))}
          />
        </Field>
        <Refusal error={begin.error} />
        <Button type="primary" size="large" block htmlType="submit" loading={begin.isPending}>开始通话 <KeyCap keys="enter" /></Button>
        <p className={styles.hint}>电话交换机推来的来电会自动弹出，按 <KeyCap keys="f2" /> 接听。</p>
        <ol className={styles.manner}>
          <li>先问清地址、门牌和附近标志物</li>
          <li>表后漏水：电话里教用户先关表前阀</li>
          <li>能当场答复的当场答复，也要记下</li>
          <li>说出工单号，请来电人记下</li>
        </ol>
      </form>
      <section className={styles.recent} aria-label="我的最近通话">
        <h2>我的最近通话{going.length > 0 && <em>{going.length} 个没有结束</em>}</h2>
        <div ref={list} className={styles.rows}>
          {recent.isPending ? <ListSkeleton rows={8} height={48} />
            : recent.isError ? <ErrorState error={recent.error} onRetry={() => void recent.refetch()} />
            : recent.data.items.length === 0 ? <EmptyState title="还没有通话记录" />
            : recent.data.items.map((c) => (
              <Link key={c.callId} to={`/hotline/calls/${c.callId}`} data-row className={styles.row}>
                <time>{formatInstant(c.startedAt)}</time>
                <strong>{c.phone}</strong>
                <span className={styles.summary}>{c.summary || (c.ticketNumber ? '' : '没有小结')}</span>
                <span className={styles.ticket}>{c.ticketNumber && groupTicketNumber(c.ticketNumber)}</span>
                <span className={styles.length} data-going={c.endedAt === null || undefined}>{c.endedAt ? durationText(Date.parse(c.endedAt) - Date.parse(c.startedAt)) : '通话中'}</span>
              </Link>
            ))}
        </div>
      </section>
    </div>
  );
}
