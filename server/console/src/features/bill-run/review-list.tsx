import { decideReviews, readAgainList, type BillRunView, type Consumption, type ReviewItem } from '@shouwen/shared/contract/bill-run';
import { formatFen } from '@shouwen/shared/value';
import { reviewReasonLabels, reviewStateLabels, unbillable, type ReviewReason, type ReviewState } from '@shouwen/shared/vocabulary';
import { Button, Checkbox, Input, Select } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { useListKeys } from '../../keyboard/list-keys';
import { Choice } from '../../ui/choice';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './bill-run-page.module.css';
import { useBillRunCommand, useReviews } from './bill-run.calls';
import { ReviewWorking } from './review-working';

const states = (Object.entries(reviewStateLabels) as [ReviewState, string][]).map(([value, label]) => ({ value, label }));

/** One row is one reading: decided one by one, several marked ones together, or all of a reason. Every act has a key. */
export function ReviewList({ run }: { run: BillRunView }) {
  const [state, setState] = useState<ReviewState>(run.state === 'review' ? 'open' : 'confirmed');
  const [reason, setReason] = useState<ReviewReason | undefined>();
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [leaving, setLeaving] = useState<{ decision: 'hold' | 'to-read'; items: number[] } | null>(null);
  const [note, setNote] = useState('');
  const pages = useReviews(run.id, { state, ...(reason && { reason }) });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  // What has left the list meanwhile is not decided with the rest.
  const marked = new Set(items.flatMap(({ id }) => (picked.has(id) ? [id] : [])));
  const list = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<number | null>(null);
  const may = run.allowed.includes('review') && state === 'open';
  // A confirmation in haste can be taken back until the issue.
  const mayLeave = run.allowed.includes('review') && (state === 'open' || state === 'confirmed');
  const command = useBillRunCommand(decideReviews, (answer) => {
    const { decided, left } = answer as { decided: number; left: number };
    showNotice({ id: 'done', tone: 'done', text: `已处理 ${decided} 条，还剩 ${left} 条`, lastsMs: 3000 });
    setPicked(new Set());
    setLeaving(null);
    setNote('');
    focusRow();
  });
  /** Where the first of what is decided stands: the row that takes its place is next. */
  const place = useRef(0);
  const placeOf = (chosen: readonly number[]) => Math.max(0, items.findIndex(({ id }) => chosen.includes(id)));
  const focusRow = () => window.setTimeout(() => { const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]; rows[Math.min(place.current, rows.length - 1)]?.focus(); }, 150);
  const send = (chosen: number[], decision: 'confirm' | 'hold' | 'to-read', why: string) => { place.current = placeOf(chosen); command.send({ items: chosen, decision, note: why }, run.id); };
  const atHand = (): number[] => {
    if (marked.size > 0) return [...marked];
    const focused = Number((document.activeElement as HTMLElement | null)?.dataset.item);
    return focused ? [focused] : [];
  };
  const confirm = () => { const chosen = atHand(); if (chosen.length > 0 && !command.isPending) send(chosen, 'confirm', ''); };
  const leave = (decision: 'hold' | 'to-read') => { const chosen = atHand(); if (chosen.length > 0) setLeaving({ decision, items: chosen }); };
  const sendLeave = () => { if (leaving && note.trim() !== '' && !command.isPending) send(leaving.items, leaving.decision, note.trim()); };
  const stay = () => { place.current = placeOf(leaving?.items ?? []); setLeaving(null); focusRow(); };
  const mark = (id: number) => setPicked((before) => { const next = new Set(before); if (!next.delete(id)) next.add(id); return next; });
  const confirmAll = () => { if (reason && !unbillable.includes(reason) && !command.isPending) command.send({ reason, decision: 'confirm', note: '' }, run.id); };
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('审核', list, { onEnd: more });
  useKeys('审核', [
    mayLeave && leaving === null && { keys: 'x', label: '标记、取消标记', run: () => { const id = Number((document.activeElement as HTMLElement | null)?.dataset.item); if (id) mark(id); } },
    may && leaving === null && { keys: 'c', label: '确认（标记的或当前的）', run: confirm },
    mayLeave && leaving === null && { keys: 'd', label: '暂缓，不进这次出账', run: () => leave('hold') },
    mayLeave && leaving === null && { keys: 'r', label: '转复抄', run: () => leave('to-read') },
    mayLeave && leaving === null && { keys: 'alt+a', label: '全部标记', run: () => setPicked(new Set(items.map(({ id }) => id).slice(0, 200))) },
    leaving !== null && { keys: 'ctrl+enter', label: '提交', run: sendLeave },
    leaving !== null && { keys: 'escape', label: '返回', run: stay },
  ]);
  const counts = run.reviews.map((one) => ({ reason: one.reason, count: { open: one.open, confirmed: one.confirmed, held: one.held, 'to-read': one.toRead }[state] })).filter(({ count }) => count > 0);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const found = reason === undefined ? total : (counts.find((one) => one.reason === reason)?.count ?? 0);
  return (
    <section className={styles.reviews} aria-label="审核">
      <header className={styles.filter}>
        <h3>审核</h3>
        <Choice compact label="状态" value={state} onChange={(value) => { setState(value); setReason(undefined); setPicked(new Set()); }} options={states} />
        <Select
          size="small" aria-label="原因" value={reason ?? ''} onChange={(value) => { setReason(value === '' ? undefined : (value as ReviewReason)); setPicked(new Set()); }} style={{ minWidth: 168 }}
          options={[{ value: '', label: `全部原因（${total}）` }, ...counts.map((one) => ({ value: one.reason, label: `${reviewReasonLabels[one.reason]}（${one.count}）` }))]}
        />
        <span className={styles.gap} />
        {state === 'to-read' && found > 0 && <Button size="small" href={addressOf(readAgainList, { params: { id: run.id } })}>下载复抄清单</Button>}
        {may && reason !== undefined && !unbillable.includes(reason) && found > 0 && <Button size="small" loading={command.isPending} onClick={confirmAll}>确认全部 {found} 条{reviewReasonLabels[reason]}</Button>}
      </header>
      {mayLeave && items.length > 0 && leaving === null && (
        <div className={styles.acts}>
          <span>{marked.size > 0 ? `已标记 ${marked.size} 条` : 'j k 移动，Enter 看计算过程，x 标记'}</span>
          {may && <Button size="small" type="primary" loading={command.isPending} onClick={confirm} disabled={marked.size === 0}>确认 <KeyCap keys="c" /></Button>}
          <Button size="small" onClick={() => leave('hold')} disabled={marked.size === 0}>暂缓 <KeyCap keys="d" /></Button>
          <Button size="small" onClick={() => leave('to-read')} disabled={marked.size === 0}>转复抄 <KeyCap keys="r" /></Button>
        </div>
      )}
      {leaving !== null && (
        <form className={styles.acts} onSubmit={(event) => { event.preventDefault(); sendLeave(); }}>
          <span>{leaving.items.length} 条{leaving.decision === 'hold' ? '暂缓' : '转复抄'}，不进这次出账，原因：</span>
          <Input size="small" autoFocus aria-label="原因" maxLength={200} value={note} onChange={(e) => setNote(e.target.value)} style={{ flex: 1 }} />
          <Button size="small" type="primary" htmlType="submit" disabled={note.trim() === ''} loading={command.isPending}>提交 <KeyCap keys="ctrl+enter" /></Button>
          <Button size="small" onClick={stay}>返回</Button>
        </form>
      )}
      <Refusal error={command.error} />
      <div ref={list} className={styles.items}>
        {pages.isPending ? <ListSkeleton rows={5} height={52} />
          : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
          : items.length === 0 ? <EmptyState title={state === 'open' ? '没有要审的了' : '没有这样的记录'}>{state === 'open' && run.state === 'review' ? '可以出账' : undefined}</EmptyState>
          : items.map((item) => <Row key={item.id} run={run.id} item={item} marked={marked.has(item.id)} onMark={mayLeave ? () => mark(item.id) : null} shown={shown === item.id} onShow={() => setShown((before) => (before === item.id ? null : item.id))} />)}
        {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>加载更多</Button>}
      </div>
    </section>
  );
}

interface RowProps { run: number; item: ReviewItem; marked: boolean; onMark: (() => void) | null; shown: boolean; onShow: () => void }

function Row({ run, item, marked, onMark, shown, onShow }: RowProps) {
  const keys = (event: KeyboardEvent) => { if (event.key === 'Enter' && event.target === event.currentTarget && !event.ctrlKey) onShow(); };
  return (
    <>
      <div data-row data-item={item.id} tabIndex={0} aria-expanded={shown} className={styles.item} data-marked={marked || undefined} onClick={(event) => { event.currentTarget.focus(); }} onKeyDown={keys}>
        {onMark ? <Checkbox checked={marked} onChange={onMark} tabIndex={-1} aria-label={`标记 ${item.accountNumber}`} /> : <span />}
        <div className={styles.who}><b>{item.accountNumber}</b> {item.nameMasked}<small>{item.addressMasked}</small></div>
        <div className={styles.found}>
          {item.findings.map(({ reason, text }) => <span key={reason}><b data-reason={reason}>{reviewReasonLabels[reason]}</b> {text}</span>)}
          {item.note !== null && <span className={styles.note}>{item.decidedBy}：{item.note}</span>}
        </div>
        <dl className={styles.figures}>
          <div><dt>本期</dt><dd>{item.current ? <b>{consumption(item.current)}</b> : `读数 ${item.previousReading} → ${item.reading}`}</dd></div>
          <div><dt>上期</dt><dd>{item.previous ? consumption(item.previous) : '—'}</dd></div>
          <div><dt>去年同期</dt><dd>{item.yearAgo ? consumption(item.yearAgo) : '—'}</dd></div>
          <div><dt>平时</dt><dd>{item.usualVolume === null ? '—' : `${item.usualVolume} m³`}</dd></div>
        </dl>
        <div className={styles.money}>{item.totalFen === null ? '未算出' : <button type="button" tabIndex={-1} title="看计算过程（Enter）" onClick={onShow}>{formatFen(item.totalFen)} 元</button>}{item.previous && <small>上期 {formatFen(item.previous.totalFen)}</small>}</div>
      </div>
      {shown && <ReviewWorking run={run} item={item} />}
    </>
  );
}
const consumption = ({ volume, days }: Consumption) => `${volume} m³ / ${days} 天`;
