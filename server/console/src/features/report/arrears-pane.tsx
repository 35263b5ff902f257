import { exportArrearsByAge, type ArrearsRow } from '@shouwen/shared/contract/report';
import { formatFen } from '@shouwen/shared/value';
import { arrearsAgeLabels, arrearsAges as ages } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../api/call';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import styles from './report.module.css';
import { useArrearsByAge } from './report.calls';

const sides = { zones: '区域', halls: '营业厅', uses: '用水性质' } as const;
type Side = keyof typeof sides;

export function ArrearsPane() {
  const report = useArrearsByAge();
  const [side, setSide] = useState<Side>('halls');
  const address = addressOf(exportArrearsByAge);
  useKeys('欠费账龄', [{ keys: 'e', label: '导出表格', run: () => window.location.assign(address) }]);
  const { data } = report;
  if (report.isPending) return <ListSkeleton rows={8} />;
  if (!data) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  const most = Math.max(...ages.map((age) => data.total.ages[age].fen), 1);
  return (
    <>
      <div className={styles.filter}>
        <span>截至 {data.day}{data.hallName && ` · ${data.hallName}`} · 未缴本金，不含违约金</span>
        <Choice compact label="分列" value={side} onChange={setSide} options={(Object.keys(sides) as Side[]).map((value) => ({ value, label: sides[value] }))} />
        <Button size="small" href={address}>导出表格 E</Button>
      </div>
      <div className={styles.body}>
        {data.total.bills === 0 && data.total.ages.current.bills === 0 ? <EmptyState title="没有欠费" /> : (
          <>
            <div className={styles.cards}>
              <div className={styles.card} data-strong><span>逾期欠费</span><b>{formatFen(data.total.fen)}</b><small>{data.accounts.toLocaleString()} 户，{data.total.bills.toLocaleString()} 笔</small></div>
              <div className={styles.ages}>
                {ages.map((age) => (
                  <div key={age}><span>{arrearsAgeLabels[age]}</span><i style={{ width: `${(data.total.ages[age].fen / most) * 100}%` }} data-late={(age !== 'current' && age !== '30') || undefined} /><b>{formatFen(data.total.ages[age].fen)}</b></div>
                ))}
              </div>
            </div>
            <table className={styles.table}>
              <thead><tr><th>{sides[side]}</th>{ages.map((age) => <th key={age}>{arrearsAgeLabels[age]}</th>)}<th>逾期合计（元）</th></tr></thead>
              <tbody>{data[side].map((row) => <Row key={row.name} row={row} />)}</tbody>
              <tfoot><Row row={{ ...data.total, name: '合计' }} /></tfoot>
            </table>
          </>
        )}
      </div>
    </>
  );
}

function Row({ row }: { row: ArrearsRow }) {
  return (
    <tr>
      <th>{row.name}</th>
      {ages.map((age) => <td key={age}>{row.ages[age].bills === 0 ? '—' : <>{formatFen(row.ages[age].fen)} <small>{row.ages[age].bills.toLocaleString()} 笔</small></>}</td>)}
      <td><b>{formatFen(row.fen)}</b> <small>{row.bills.toLocaleString()} 笔</small></td>
    </tr>
  );
}
