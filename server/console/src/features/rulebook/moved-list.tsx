import type { CalendarChange } from '@shouwen/shared/contract/calendar';
import { formatDeadline, groupTicketNumber } from '@shouwen/shared/value';
import { clockLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { Refusal } from '../../ui/refusal';
import { ListSkeleton } from '../../ui/state';
import styles from './publish-drawer.module.css';
import { useMoved } from './rulebook.calls';

/** TL-3: the deadlines a change of calendar moves, before it is applied. */
export function MovedList({ change }: { change: CalendarChange }) {
  const moved = useMoved(change);
  const first = moved.data?.pages[0];
  const items = moved.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.section} aria-live="polite">
      <h3>受影响的期限<small>{first ? (first.total === 0 ? '没有工单的期限会变' : `${first.more ? '至少 ' : ''}${first.total} 个计时会变，发布后逐张记录到工单`) : '正在试算'}</small></h3>
      {moved.isPending && <ListSkeleton rows={3} height={30} />}
      {moved.isError && <Refusal error={moved.error} />}
      {items.length > 0 && (
        <table className={styles.moved}>
          <thead><tr><th>单号</th><th>事项</th><th>计时</th><th>原期限</th><th>新期限</th></tr></thead>
          <tbody>
            {items.map((item) => (
              <tr key={`${item.ticketNumber} ${item.clock}`}>
                <td>{groupTicketNumber(item.ticketNumber)}</td><td>{item.categoryLabel}</td><td>{clockLabels[item.clock]}</td><td>{formatDeadline(item.dueBefore)}</td>
                <td><b>{formatDeadline(item.dueAfter)}</b>{item.extended && <small className={styles.quiet}>已延期，以延期为准</small>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {moved.hasNextPage && <Button size="small" style={{ marginTop: 8 }} loading={moved.isFetchingNextPage} onClick={() => void moved.fetchNextPage()}>再看 20 个</Button>}
    </section>
  );
}
