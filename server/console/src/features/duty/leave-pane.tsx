import { formatDeadline, formatInstant } from '@shouwen/shared/value';
import { leaveKindLabels, leaveStateLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { useLeaves, type LeaveView } from './duty.calls';
import { LeaveSheet } from './leave-sheet';
import styles from './leave-pane.module.css';

const nothing: Readonly<Record<LeaveView, string>> = { mine: '您还没有请过假', waiting: '没有等您签字的请假单', relief: '您没有要顶的岗', place: '还没有人请假' };

export function LeavePane({ view, openId }: { view: LeaveView; openId: number | null }) {
  const leaves = useLeaves(view);
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  useListKeys('请假', list, {
    onEnd: () => leaves.hasNextPage && !leaves.isFetchingNextPage && void leaves.fetchNextPage(),
    more: [openId !== null && { keys: 'escape', label: '收起', run: () => void navigate(`/duty/${view}`) }],
  });
  const items = leaves.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.pane}>
      <section ref={list} className={styles.list} aria-label="请假单">
        {leaves.isPending ? <ListSkeleton rows={6} height={64} />
          : leaves.isError ? <ErrorState error={leaves.error} onRetry={() => void leaves.refetch()} />
          : items.length === 0 ? <EmptyState title={nothing[view]} />
          : items.map((leave) => (
            <Link key={leave.id} to={`/duty/${view}/${leave.id}`} data-row aria-current={leave.id === openId} className={styles.row}>
              <strong>{leave.person.name} · {leaveKindLabels[leave.kind]}</strong>
              <span className={styles.state} data-state={leave.state}>{leaveStateLabels[leave.state]}</span>
              <small>{formatInstant(leave.from)} 至 {formatDeadline(leave.until)}</small>
              <small className={styles.waits}>{leave.waitsForViewer ? '等您签字' : `${leave.relief.name} 顶岗`}</small>
            </Link>
          ))}
        {leaves.hasNextPage && <Button block type="text" loading={leaves.isFetchingNextPage} onClick={() => void leaves.fetchNextPage()}>更早的</Button>}
      </section>
      <section className={styles.sheet}>
        {openId === null ? <EmptyState title={items.length > 0 ? '选一份请假单查看交接单' : '请假要写明时间和顶岗人'}>按 b 填写请假单</EmptyState> : <LeaveSheet key={openId} id={openId} />}
      </section>
    </div>
  );
}
