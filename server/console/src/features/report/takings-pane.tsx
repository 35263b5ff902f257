import { exportTakings, type Takings, type TakingsFigures, type TakingsRow } from '@shouwen/shared/contract/report';
import { formatFen } from '@shouwen/shared/value';
import { paymentMethodLabels, takingsStepLabels, type TakingsStep } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../api/call';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { Bars } from './bars';
import { PeriodField, thisMonth, type Period } from './period-field';
import styles from './report.module.css';
import { useTakings } from './report.calls';

const methods = ['cash', 'card', 'wechat'] as const;
const sides = { periods: '时间', halls: '营业厅', windows: '窗口', cashiers: '收费员' } as const;
type Side = keyof typeof sides;

export function TakingsPane() {
  const [period, setPeriod] = useState<Period>(thisMonth);
  const [step, setStep] = useState<TakingsStep>('day');
  const [side, setSide] = useState<Side>('periods');
  const query = { ...period, step };
  const report = useTakings(query);
  const { data } = report;
  const address = addressOf(exportTakings, { query });
  useKeys('收费统计', [
    { keys: 'd', label: '按日', run: () => setStep('day') }, { keys: 'm', label: '按月', run: () => setStep('month') }, { keys: 'y', label: '按年', run: () => setStep('year') },
    { keys: 'e', label: '导出表格', run: () => window.location.assign(address) },
  ]);
  return (
    <>
      <div className={styles.filter}>
        <PeriodField value={period} onChange={setPeriod} />
        <Choice compact label="汇总" value={step} onChange={setStep} options={(Object.keys(takingsStepLabels) as TakingsStep[]).map((value) => ({ value, label: takingsStepLabels[value] }))} />
        <Button size="small" href={address}>导出表格 E</Button>
      </div>
      {report.isPending ? <ListSkeleton rows={8} /> : !data ? <ErrorState error={report.error} onRetry={() => void report.refetch()} /> : (
        <div className={styles.body} data-stale={report.isPlaceholderData || undefined}>
          <div className={styles.cards}>
            <Card label={`收费合计${data.hallName === null ? '' : `（${data.hallName}）`}`} of={data.total} strong />
            {methods.map((method) => <Card key={method} label={paymentMethodLabels[method]} of={data.total.methods[method]} />)}
            <Card label="作废（不计入）" of={data.voided} />
            <Card label="预存款抵扣（不计入）" of={data.fromPrepaid} />
          </div>
          {data.total.count === 0 ? <EmptyState title="这段时间没有收费">换一个日期范围再看；以前的缴费可以在“导入”里导入历史缴费</EmptyState> : (
            <>
              <Bars label={`收费，${takingsStepLabels[step]}`} rows={data.periods.map(({ name, fen, methods: by }) => ({ name, total: fen, parts: methods.map((method) => ({ name: paymentMethodLabels[method], fen: by[method].fen })) }))} />
              <div className={styles.side}><Choice compact label="分列" value={side} onChange={setSide} options={(Object.keys(sides) as Side[]).map((value) => ({ value, label: sides[value] }))} /></div>
              <TakingsTable label={sides[side]} rows={data[side]} total={data.total} />
            </>
          )}
        </div>
      )}
    </>
  );
}

function Card({ label, of: { count, fen }, strong = false }: { label: string; of: Takings; strong?: boolean }) {
  return <div className={styles.card} data-strong={strong || undefined}><span>{label}</span><b>{formatFen(fen)}</b><small>{count.toLocaleString()} 笔</small></div>;
}

function TakingsTable({ label, rows, total }: { label: string; rows: readonly TakingsRow[]; total: TakingsFigures }) {
  const cells = ({ count, fen, methods: by }: TakingsFigures) => (
    <><td>{count.toLocaleString()}</td><td><b>{formatFen(fen)}</b></td>{methods.map((method) => <td key={method}>{by[method].count === 0 ? '—' : <>{formatFen(by[method].fen)} <small>{by[method].count} 笔</small></>}</td>)}</>
  );
  return (
    <table className={styles.table}>
      <thead><tr><th>{label}</th><th>笔数</th><th>金额（元）</th>{methods.map((method) => <th key={method}>{paymentMethodLabels[method]}</th>)}</tr></thead>
      <tbody>{rows.map((row) => <tr key={row.name}><th>{row.name}</th>{cells(row)}</tr>)}</tbody>
      <tfoot><tr><th>合计</th>{cells(total)}</tr></tfoot>
    </table>
  );
}
