import { formatFen, formatInstant } from '@shouwen/shared/value';
import { billRunStateLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useRef } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './bill-run-page.module.css';
import { underWay, useBillRuns } from './bill-run.calls';
import { BillRunDetail } from './bill-run-detail';
import { StartBillRun } from './start-bill-run';

/** PY-9: readings become bills: computed, reviewed, issued. */
export function BillRunPage() {
  const { id } = useParams();
  const navigate = useNavigate();
  const open = Number(id) || null;
  const runs = useBillRuns();
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const list = useRef<HTMLDivElement>(null);
  const more = () => { if (runs.hasNextPage && !runs.isFetchingNextPage) void runs.fetchNextPage(); };
  useListKeys('出账记录', list, { onEnd: more, more: [{ keys: 'n', label: '新建出账', run: () => void navigate('/bill-runs') }] });
  return (
    <div className={styles.page}>
      <section className={styles.side} aria-label="出账记录">
        <header className={styles.head}><h1>出账记录</h1>{open !== null && <Link to="/bill-runs">新建出账</Link>}</header>
        <div ref={list} className={styles.rows}>
          {runs.isPending ? <ListSkeleton rows={6} height={70} />
            : runs.isError && items.length === 0 ? <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
            : items.length === 0 ? <EmptyState title="还没有出过账">抄表数据导入后，在右边选择范围和抄表日期</EmptyState>
            : items.map((run) => (
              <Link key={run.id} to={`/bill-runs/${run.id}`} data-row aria-current={run.id === open} className={styles.row}>
                <b>{run.scope}</b><span className={styles.state} data-state={run.state}>{billRunStateLabels[run.state]}{underWay(run.state) && ` ${run.percent}%`}</span>
                <span>{run.from} 至 {run.to.slice(5)}</span><span className={styles.sum}>{formatFen(run.totalFen)} 元</span>
                <small>{run.billCount.toLocaleString()} 笔 · {run.startedBy} {formatInstant(run.startedAt)}{run.state === 'review' && run.openReviews > 0 && <em> · 待审 {run.openReviews}</em>}</small>
              </Link>
            ))}
          {runs.hasNextPage && <Button type="text" block loading={runs.isFetchingNextPage} onClick={more}>加载更多</Button>}
        </div>
      </section>
      <section className={styles.main}>{open === null ? <StartBillRun onStarted={(run) => void navigate(`/bill-runs/${run}`)} /> : <BillRunDetail key={open} id={open} />}</section>
    </div>
  );
}
