import { formatFullInstant } from '@shouwen/shared/value';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './correction-list.module.css';
import page from './rulebook-page.module.css';
import { useCorrections } from './rulebook.calls';

/** Corrections on their way through the tickets. They go on by themselves, also after a restart. */
export function CorrectionList() {
  const corrections = useCorrections();
  return (
    <div className={page.panel}>
      <header className={page.bar}><h2>日历更正进度</h2><small>日历改变后，正在走的期限逐张重新计算，并写进工单的经过</small></header>
      <div className={page.body}>
        {corrections.isPending ? <ListSkeleton rows={3} /> : corrections.isError ? <ErrorState error={corrections.error} onRetry={() => void corrections.refetch()} />
          : corrections.data.items.length === 0 ? <EmptyState title="还没有更正过日历">发布新的工作日历或开放日后，这里显示进度</EmptyState>
          : (
            <table className={styles.table}>
              <thead><tr><th>日历</th><th>版本</th><th>状态</th><th>看过的计时</th><th>期限改变的工单</th><th>开始</th><th>完成</th></tr></thead>
              <tbody>
                {corrections.data.items.map((item) => (
                  <tr key={item.id}>
                    <td>{item.calendar === 'working' ? '工作日历' : item.hallName}</td><td>第 {item.edition} 版</td>
                    <td><span className={styles.state} data-state={item.state}>{item.state === 'running' ? '进行中' : '已完成'}</span></td>
                    <td>{item.examined}</td><td>{item.moved}</td><td>{formatFullInstant(item.startedAt)}</td><td>{item.finishedAt ? formatFullInstant(item.finishedAt) : '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
      </div>
    </div>
  );
}
