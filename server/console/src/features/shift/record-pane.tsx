import { shiftPaper } from '@shouwen/shared/contract/cashier';
import { formatFen, formatInstant } from '@shouwen/shared/value';
import { shiftBookLabels, shiftStateLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { addressOf } from '../../api/call';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { useShifts } from './shift.calls';
import styles from './shift.module.css';

/** The cashier's own shifts; a leader sees the hall's. */
export function RecordPane() {
  const shifts = useShifts();
  if (shifts.isPending) return <ListSkeleton rows={6} />;
  if (shifts.isError) return <ErrorState error={shifts.error} onRetry={() => void shifts.refetch()} />;
  const items = shifts.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <EmptyState title="还没有班次" />;
  return (
    <div className={styles.pane}>
      <table className={styles.table}>
        <thead><tr><th>日期</th><th>钱箱</th><th>收费员</th><th>账簿</th><th>开班</th><th className={styles.num}>清点</th><th className={styles.num}>差异</th><th className={styles.num}>送存</th><th>状态</th><th /></tr></thead>
        <tbody>
          {items.map((shift) => (
            <tr key={shift.id}>
              <td>{shift.date}</td><td>{shift.drawerName}</td><td>{shift.cashierName}</td><td>{shiftBookLabels[shift.book]}</td><td>{formatInstant(shift.openedAt)}</td><td className={styles.num}>{shift.countedFen !== null && formatFen(shift.countedFen)}</td>
              <td className={styles.num} title={shift.explanation}>{shift.differenceFen !== null && (shift.differenceFen === 0 ? '无' : <b className={styles.late}>{formatFen(shift.differenceFen)}</b>)}</td><td className={styles.num}>{shift.toBankFen !== null && formatFen(shift.toBankFen)}</td><td>{shiftStateLabels[shift.state]}</td>
              <td><a href={addressOf(shiftPaper, { params: { id: shift.id } })} target="_blank" rel="noreferrer">报表</a></td>
            </tr>
          ))}
        </tbody>
      </table>
      {shifts.hasNextPage && <Button type="text" loading={shifts.isFetchingNextPage} onClick={() => void shifts.fetchNextPage()}>再看一些</Button>}
    </div>
  );
}
