import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { paymentMethodLabels, paymentStateLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useStaff } from '../../session/session';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './account.module.css';
import { usePayments } from './account.calls';

/** What was paid for the account, by whom it was taken, and what of it went back. */
export function PaymentPane({ accountId }: { accountId: number }) {
  const pages = usePayments(accountId);
  // A refund begins at the payment.
  const mayOpen = useStaff().roles.some((role) => role === 'clerk' || role === 'shift-leader' || role === 'finance');
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending) return <ListSkeleton rows={6} />;
  if (pages.isError && items.length === 0) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (items.length === 0) return <EmptyState title="还没有缴费">窗口、微信和预存款的缴费都会列在这里</EmptyState>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead><tr><th>时间</th><th>方式</th><th>金额</th><th>退回</th><th>状态</th><th>缴了什么</th><th>收据</th><th>收费员</th></tr></thead>
        <tbody>
          {items.map((payment) => (
            <tr key={payment.id}>
              <th>{formatFullInstant(payment.paidAt ?? payment.createdAt)}</th><td>{paymentMethodLabels[payment.method]}</td><td>{formatFen(payment.amountFen)}</td><td>{payment.refundedFen > 0 ? formatFen(payment.refundedFen) : ''}</td>
              <td>{paymentStateLabels[payment.state]}</td><td>{payment.items.map((item) => (item.kind === 'prepayment' ? '预存' : `${item.from?.slice(0, 7) ?? ''} 水费`)).join('、')}</td>
              <td>{mayOpen ? <Link to={`/counter/payments/${payment.id}`}>{payment.receipt?.number ?? '看这一笔'}</Link> : (payment.receipt?.number ?? '')}</td><td>{payment.cashier?.name ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>再看一些</Button>}
    </div>
  );
}
