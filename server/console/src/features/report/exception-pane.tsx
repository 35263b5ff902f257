import { exportExceptions } from '@shouwen/shared/contract/report';
import { formatFen, formatInstant } from '@shouwen/shared/value';
import { exceptionKindLabels, paymentMethodLabels, type ExceptionKind } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../api/call';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { PeriodField, thisMonth, type Period } from './period-field';
import styles from './report.module.css';
import { useExceptions } from './report.calls';

export function ExceptionPane() {
  const [period, setPeriod] = useState<Period>(thisMonth);
  const [kind, setKind] = useState<ExceptionKind>('void');
  const query = { ...period, kind };
  const pages = useExceptions(query);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const address = addressOf(exportExceptions, { query });
  useKeys('作废退款调整', [{ keys: 'e', label: '导出表格', run: () => window.location.assign(address) }]);
  return (
    <>
      <div className={styles.filter}>
        <Choice compact label="种类" value={kind} onChange={setKind} options={(Object.keys(exceptionKindLabels) as ExceptionKind[]).map((value) => ({ value, label: exceptionKindLabels[value] }))} />
        <PeriodField value={period} onChange={setPeriod} />
        <Button size="small" href={address}>导出表格 E</Button>
      </div>
      <div className={styles.body}>
        {pages.isPending ? <ListSkeleton rows={8} />
          : pages.isError && items.length === 0 ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
          : items.length === 0 ? <EmptyState title={`这段时间没有${exceptionKindLabels[kind]}`} />
          : (
            <table className={styles.table}>
              <thead><tr><th>时间</th><th>种类</th><th>金额（元）</th><th>缴费方式</th><th>单号</th><th>营业厅</th><th>申请人</th><th>审批人</th><th>原因</th></tr></thead>
              <tbody>
                {items.map((item) => (
                  <tr key={`${item.number} ${item.at}`}>
                    <th>{formatInstant(item.at)}</th><td>{item.label}</td><td><b>{formatFen(item.amountFen)}</b></td><td>{item.method === null ? '—' : paymentMethodLabels[item.method]}</td><td>{item.number}</td>
                    <td>{item.hallName ?? '—'}</td><td>{item.requestedBy ?? '系统'}</td><td>{item.decidedBy ?? '—'}</td><td className={styles.words}>{item.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        {pages.hasNextPage && <Button type="text" block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>再看一些</Button>}
      </div>
    </>
  );
}
