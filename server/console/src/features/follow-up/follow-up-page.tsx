import { followUpDeskLabels, followUpQuestions, type FollowUpDesk, type FollowUpItem, type FollowUpQuestion } from '@shouwen/shared/contract/follow-up';
import { formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { ticketSourceLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { NavLink, useNavigate, useParams } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { Choice } from '../../ui/choice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { CallPanel } from './call-panel';
import styles from './follow-up.module.css';
import { useFollowUpCounts, useFollowUps } from './follow-up.calls';

const desks = Object.keys(followUpDeskLabels) as FollowUpDesk[];
const endings: Record<FollowUpItem['state'], string> = { open: '', done: '已回访', unreached: '三次未接通', withdrawn: '已重新办理' };

/** FU-1: who is to be called, the longest waiting first; the four questions beside the list. */
export function FollowUpPage() {
  const params = useParams();
  const navigate = useNavigate();
  const counts = useFollowUpCounts();
  const due = counts.data?.due;
  const own = desks.filter((desk) => due?.[desk] !== null && due !== undefined);
  const desk = own.find((one) => one === params.desk) ?? own[0];
  const id = Number(params.id) || null;
  if (counts.isPending) return <ListSkeleton rows={9} />;
  if (!counts.data) return <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />;
  if (!desk) return <EmptyState title="没有需要您回访的居民">您负责调查的保密事项办结后，会列在这里</EmptyState>;
  return (
    <div className={styles.page}>
      <section className={styles.list} aria-label="回访名单">
        <header className={styles.head}>
          <h1>回访</h1>
          <nav aria-label="名单">{own.map((one) => <NavLink key={one} to={`/follow-ups/${one}`} className={one === desk ? styles.here : ''}>{followUpDeskLabels[one]}{!!due?.[one] && <b>{due[one]}</b>}</NavLink>)}</nav>
        </header>
        <Rows key={desk} desk={desk} open={id} />
      </section>
      {id === null ? <EmptyState title="选择一位居民开始回访">j、k 选择，Enter 开始；开始后 15 分钟内同事不会拨打同一位</EmptyState> : <CallPanel key={id} id={id} onDone={() => void navigate(`/follow-ups/${desk}`)} />}
    </div>
  );
}

function Rows({ desk, open }: { desk: FollowUpDesk; open: number | null }) {
  const [state, setState] = useState<'due' | 'later' | 'ended'>('due');
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const pages = useFollowUps(desk, state);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  useListKeys('回访名单', list, { onEnd: () => void (pages.hasNextPage && pages.fetchNextPage()), more: [open !== null && { keys: 'escape', label: '收起', run: () => void navigate(`/follow-ups/${desk}`) }] });
  return (
    <>
      <div className={styles.filter}><Choice compact label="状态" value={state} onChange={setState} options={[{ value: 'due', label: '待回访' }, { value: 'later', label: '稍后' }, { value: 'ended', label: '已结束' }]} /></div>
      <div ref={list} className={styles.rows}>
        {pages.isPending ? <ListSkeleton rows={8} />
          : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
          : items.length === 0 ? <EmptyState title={state === 'due' ? '都回访完了' : '这里没有'}>{state === 'due' ? '线上提交的先请居民自己评价，没有评价的再列进来' : null}</EmptyState>
          : items.map((item) => <Row key={item.id} item={item} to={`/follow-ups/${desk}/${item.id}`} open={item.id === open} />)}
        {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>再看一些</Button>}
      </div>
    </>
  );
}

function Row({ item, to, open }: { item: FollowUpItem; to: string; open: boolean }) {
  const busy = item.callingBy !== null && !item.mine;
  const inside = (
    <>
      <strong>{item.title || '（保密）'}</strong>
      <b data-busy={busy || undefined}>{busy ? `${item.callingBy}正在回访` : item.mine ? '您正在回访' : item.state !== 'open' ? endings[item.state] : item.attempts > 0 ? `第 ${item.attempts + 1} 次` : ''}</b>
      <small>{groupTicketNumber(item.number)} · {item.categoryLabel} · {ticketSourceLabels[item.source]} · {item.hallName}</small>
      <small>{formatInstant(item.closedAt)} 办结{item.state === 'open' && item.attempts > 0 && ` · ${formatInstant(item.nextAt)} 后再拨`}
        {item.scores ? ` · ${(Object.keys(followUpQuestions) as FollowUpQuestion[]).map((question) => `${followUpQuestions[question].slice(2)} ${item.scores![question]}`).join(' ')}` : item.stars !== null && ` · ${item.stars} 星`}</small>
    </>
  );
  return item.state === 'open' && !busy
    ? <NavLink to={to} data-row aria-current={open} className={styles.row}>{inside}</NavLink>
    : <div className={styles.row} data-off tabIndex={0} data-row>{inside}</div>;
}
