import type { ReviewItem } from '@shouwen/shared/contract/bill-run';
import { Link } from 'react-router';
import { BillWorking } from '../../ui/bill-working';
import { ErrorState, ListSkeleton } from '../../ui/state';
import styles from './bill-run-page.module.css';
import { useWorking } from './bill-run.calls';

/** How a draft comes to its amount, so that whoever confirms it has seen why. */
export function ReviewWorking({ run, item }: { run: number; item: ReviewItem }) {
  return (
    <section className={styles.working} aria-label={`${item.accountNumber} 的计算过程`}>
      {item.billId === null ? <p className={styles.tip}>没有账单：读数 {item.previousReading} → {item.reading}（{item.readOn}）</p> : <Lines run={run} item={item.id} />}
      <Link to={`/account/${item.accountId}/reading`}>看这一户的抄表，更正读数</Link>
    </section>
  );
}

function Lines({ run, item }: { run: number; item: number }) {
  const working = useWorking(run, item);
  if (working.isPending) return <ListSkeleton rows={3} />;
  if (working.isError) return <ErrorState error={working.error} onRetry={() => void working.refetch()} />;
  return <BillWorking bill={working.data} />;
}
