import { exportCollection, type CollectionRow } from '@shouwen/shared/contract/report';
import { addDays, formatFen, formatInstant, shanghaiDate } from '@shouwen/shared/value';
import { componentLabels } from '@shouwen/shared/vocabulary';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { addressOf } from '../../api/call';
import { useKeys } from '../../keyboard/keyboard';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { Bars } from './bars';
import styles from './report.module.css';
import { useCollection, useRenewCollection } from './report.calls';

const lastHalfYear = () => { const today = shanghaiDate(new Date()); return { fromMonth: addDays(`${today.slice(0, 7)}-01`, -150).slice(0, 7), toMonth: today.slice(0, 7) }; };

export function CollectionPane() {
  const [months, setMonths] = useState(lastHalfYear);
  const report = useCollection(months);
  const renew = useRenewCollection(months);
  const address = addressOf(exportCollection, { query: months });
  useKeys('回收率', [{ keys: 'e', label: '导出表格', run: () => window.location.assign(address) }, { keys: 'r', label: '重新统计', run: () => renew.mutate() }]);
  const { data } = report;
  const components = Object.keys(data?.total.components ?? {});
  return (
    <>
      <div className={styles.filter}>
        <DatePicker.RangePicker
          size="small" picker="month" allowClear={false} aria-label="账期" value={[dayjs(`${months.fromMonth}-01`), dayjs(`${months.toMonth}-01`)]}
          onChange={(range) => { if (range?.[0] && range[1]) setMonths({ fromMonth: range[0].format('YYYY-MM'), toMonth: range[1].format('YYYY-MM') }); }}
        />
        {data && <span>{data.hallName && `${data.hallName} · `}{formatInstant(data.asOf)} 统计</span>}
        <Button size="small" loading={renew.isPending} onClick={() => renew.mutate()}>重新统计 R</Button>
        <Button size="small" href={address}>导出表格 E</Button>
      </div>
      {report.isPending ? <ListSkeleton rows={8} /> : !data ? <ErrorState error={report.error} onRetry={() => void report.refetch()} /> : (
        <div className={styles.body} data-stale={report.isPlaceholderData || undefined}>
          {renew.isError && <ErrorState error={renew.error} />}
          {data.total.bills === 0 ? <EmptyState title="这些账期没有账单">换一个账期范围再看</EmptyState> : (
            <>
              <div className={styles.cards}>
                <div className={styles.card} data-strong><span>回收率</span><b>{rateText(data.total.rate)}</b><small>已收 {formatFen(data.total.collectedFen)}</small></div>
                <div className={styles.card}><span>应收（含调整）</span><b>{formatFen(data.total.billedFen + data.total.adjustedFen)}</b><small>{data.total.bills.toLocaleString()} 张账单</small></div>
                {components.map((name) => <div key={name} className={styles.card}><span>{componentLabels[name] ?? name}{name === 'sewage' && '（代收）'}</span><b>{formatFen(data.total.components[name] ?? 0)}</b><small>占应收 {share(data.total.components[name] ?? 0, data.total.billedFen)}</small></div>)}
              </div>
              <Bars label="应收，按账期" rows={data.months.map((row) => ({ name: row.name, total: Math.max(row.billedFen, row.collectedFen), parts: [{ name: '已收', fen: row.collectedFen }, { name: '未收', fen: Math.max(0, row.billedFen + row.adjustedFen - row.collectedFen) }] }))} />
              <table className={styles.table}>
                <thead><tr><th>账期</th><th>账单</th><th>水量（m³）</th><th>应收（元）</th><th>调整</th><th>已收</th><th>回收率</th><th>违约金</th>{components.map((name) => <th key={name}>{componentLabels[name] ?? name}</th>)}</tr></thead>
                <tbody>{data.months.map((row) => <Row key={row.name} row={row} components={components} />)}</tbody>
                <tfoot><Row row={data.total} components={components} /></tfoot>
              </table>
            </>
          )}
        </div>
      )}
    </>
  );
}

function Row({ row, components }: { row: CollectionRow; components: readonly string[] }) {
  return (
    <tr>
      <th>{row.name}</th><td>{row.bills.toLocaleString()}</td><td>{row.volume.toLocaleString()}</td><td>{formatFen(row.billedFen)}</td><td>{row.adjustedFen === 0 ? '—' : formatFen(row.adjustedFen)}</td>
      <td>{formatFen(row.collectedFen)}</td><td><b>{rateText(row.rate)}</b></td><td>{row.lateFeeFen === 0 ? '—' : formatFen(row.lateFeeFen)}</td>
      {components.map((name) => <td key={name}>{formatFen(row.components[name] ?? 0)}</td>)}
    </tr>
  );
}

const rateText = (rate: number | null) => (rate === null ? '—' : `${(rate / 100).toFixed(2)}%`);
const share = (part: number, whole: number) => (whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`);
