import type { ArrearsCallItem } from '@shouwen/shared/contract/arrears';
import { formatFen } from '@shouwen/shared/value';
import { arrearsCallEndLabels, arrearsCallStateLabels, callResultLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { NavLink, useNavigate } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { Choice } from '../../ui/choice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './arrears.module.css';
import { useArrearsCalls } from './arrears.calls';
import { CallPanel } from './call-panel';

/** Who is to be called, the longest waiting first; what to say and what came of it beside the list. */
export function CallPane({ open }: { open: number | null }) {
  const [state, setState] = useState<'due' | 'later' | 'ended'>('due');
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const pages = useArrearsCalls(state);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const more = () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); };
  useListKeys('催缴名单', list, { onEnd: more, more: [open !== null && { keys: 'escape', label: '收起', run: () => void navigate('/arrears/calls') }] });
  return (
    <div className={styles.columns}>
      <section className={styles.list} aria-label="催缴名单">
        <div className={styles.filter}><Choice compact label="状态" value={state} onChange={setState} options={[{ value: 'due', label: '待拨打' }, { value: 'later', label: '约定再拨' }, { value: 'ended', label: '已结束' }]} /></div>
        <div ref={list} className={styles.rows}>
          {pages.isPending ? <ListSkeleton rows={8} />
            : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
            : items.length === 0 ? <EmptyState title={state === 'due' ? '没有要拨打的' : '这里没有'}>{state === 'due' ? '没有绑定微信的、微信催过仍未缴的会列在这里；有异议的和按期分期的不催' : null}</EmptyState>
            : items.map((item) => <Row key={item.id} item={item} open={item.id === open} />)}
          {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={more}>再看一些</Button>}
        </div>
      </section>
      {open === null ? <EmptyState title="选择一户开始拨打">j、k 选择，Enter 开始；开始后 15 分钟内同事不会拨打同一户</EmptyState> : <CallPanel key={open} id={open} onDone={() => void navigate('/arrears/calls')} />}
    </div>
  );
}

function Row({ item, open }: { item: ArrearsCallItem; open: boolean }) {
  const busy = item.callingBy !== null && !item.mine;
  const inside = (
    <>
      <strong>{item.name} · {item.accountNumber}</strong>
      <b data-busy={busy || undefined}>{busy ? `${item.callingBy}正在拨打` : item.mine ? '您正在拨打' : item.state === 'open' ? `${formatFen(item.owedFen)} 元` : item.endReason === null ? arrearsCallStateLabels[item.state] : `${arrearsCallStateLabels[item.state]}：${arrearsCallEndLabels[item.endReason]}`}</b>
      <small>{item.address} · {item.hallName}</small>
      <small>{item.unpaidBillCount} 笔，最早逾期 {item.overdueDays} 天{item.lastResult && ` · 上次：${callResultLabels[item.lastResult]}`}{item.attempts > 0 && item.state === 'open' && ` · ${item.nextOn} 起再拨`}</small>
    </>
  );
  return item.state === 'open' && !busy
    ? <NavLink to={`/arrears/calls/${item.id}`} data-row aria-current={open} className={styles.row}>{inside}</NavLink>
    : <div className={styles.row} data-off tabIndex={0} data-row>{inside}</div>;
}
