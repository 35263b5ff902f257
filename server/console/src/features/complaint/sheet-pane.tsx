import { yearlySheetPaper } from '@shouwen/shared/contract/complaint-desk';
import { formatFen, formatFullInstant, groupTicketNumber } from '@shouwen/shared/value';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { addressOf } from '../../api/call';
import { useListKeys } from '../../keyboard/list-keys';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './complaint.module.css';
import { useSheet, useSheets } from './complaint.calls';
import { thisYear, YearField } from './year-field';

/** CP-9: each person's year. */
export function SheetPane() {
  const [year, setYear] = useState(thisYear());
  const [open, setOpen] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const sheets = useSheets(year);
  useListKeys('个人年度表', list);
  return (
    <section className={styles.pane} aria-label="个人年度表">
      <div className={styles.filter}><YearField value={year} onChange={(next) => { setYear(next); setOpen(null); }} /></div>
      <div className={styles.split}>
        <div ref={list} className={styles.rows}>
          {sheets.isPending ? <ListSkeleton rows={6} /> : !sheets.data ? <ErrorState error={sheets.error} onRetry={() => void sheets.refetch()} />
            : sheets.data.items.length === 0 ? <EmptyState title={`${year} 年没有记入的属实投诉`} />
            : sheets.data.items.map((item) => (
              <button key={item.staffId} type="button" data-row aria-current={item.staffId === open} className={styles.row} onClick={() => setOpen(item.staffId)}>
                <div><strong>{item.staffName}</strong><small>{item.staffNumber} · {item.hallName ?? '未在营业厅'}</small></div>
                <div className={styles.marks}><b>{formatFen(item.totalFen)} 元</b><small>{item.upheld} 件</small></div>
              </button>
            ))}
        </div>
        {open === null ? <EmptyState title="选择一个人查看年度表" /> : <Sheet key={`${year}/${open}`} year={year} staffId={open} />}
      </div>
    </section>
  );
}

function Sheet({ year, staffId }: { year: number; staffId: number }) {
  const query = useSheet(year, staffId);
  if (query.isPending) return <ListSkeleton rows={4} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { staffName, staffNumber, totalFen, rows } = query.data;
  return (
    <article className={styles.sheet}>
      <header><h2>{staffName} {staffNumber}　{year} 年度</h2><Button size="small" href={addressOf(yearlySheetPaper, { params: { year, staffId } })} target="_blank">打印</Button></header>
      <table className={styles.table}>
        <thead><tr>{['单号', '类别', '认定', '金额', '一年三次', '说明'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
        <tbody>{rows.map((row) => <tr key={row.id}><td>{groupTicketNumber(row.number)}</td><td>{row.categoryLabel}</td><td>{formatFullInstant(row.concludedAt)}</td><td>{formatFen(row.caseFen)}</td><td>{row.thirdFen > 0 && formatFen(row.thirdFen)}</td><td className={styles.wide}>{row.note}</td></tr>)}</tbody>
        <tfoot><tr><td colSpan={3}>合计</td><td colSpan={3}>{formatFen(totalFen)} 元</td></tr></tfoot>
      </table>
    </article>
  );
}
