import { formatDate, formatFen } from '@shouwen/shared/value';
import { paymentMethodLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { useSides } from './reconciliation.calls';
import styles from './reconciliation.module.css';

const yuan = (fen: number | null) => (fen === null ? '—' : formatFen(fen));

/** What the window took, what the ledger says, what the bank or channel says; what is not the same is marked. */
export function SideBySide() {
  const sides = useSides();
  const days = sides.data?.pages.flatMap((page) => page.items) ?? [];
  if (sides.isPending) return <ListSkeleton rows={10} />;
  if (sides.isError && days.length === 0) return <ErrorState error={sides.error} onRetry={() => void sides.refetch()} />;
  return (
    <section className={styles.sides} aria-label="三方对照">
      <p>窗口：收款员实收（现金按交班清点数）。中心：总账。银行：微信和刷卡按对方文件，现金按银行已确认的存款。还没有数的写“—”，三方不一致的标红。单位：元。</p>
      <table className={styles.figures}>
        <thead><tr><th>日期</th><th>方式</th><th>窗口</th><th>中心</th><th>银行、渠道</th></tr></thead>
        {days.map(({ date, rows }) => (
          <tbody key={date}>
            {rows.map(({ method, windowFen, centreFen, bankFen, differs }, index) => (
              <tr key={method} data-day={index === 0 || undefined}>
                <td>{index === 0 && formatDate(date)}</td><td>{paymentMethodLabels[method]}</td>
                <td data-differs={differs && windowFen !== null && windowFen !== centreFen}>{yuan(windowFen)}</td><td>{formatFen(centreFen)}</td><td data-differs={differs && bankFen !== null && bankFen !== centreFen}>{yuan(bankFen)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {sides.hasNextPage && <Button type="text" loading={sides.isFetchingNextPage} onClick={() => void sides.fetchNextPage()}>再看早些时候</Button>}
    </section>
  );
}
