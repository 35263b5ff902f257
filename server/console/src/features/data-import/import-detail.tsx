import { DownloadOutlined } from '@ant-design/icons';
import { importResult, type ImportView } from '@shouwen/shared/contract/data-import';
import { formatInstant } from '@shouwen/shared/value';
import { Button, Progress } from 'antd';
import { addressOf } from '../../api/call';
import { durationText } from '../../ui/countdown';
import { ErrorState, ListSkeleton } from '../../ui/state';
import styles from './import-detail.module.css';
import { kindLabels, stateLabels } from './import-words';
import { useImport } from './import.calls';

export function ImportDetail({ id }: { id: number }) {
  const query = useImport(id);
  const item = query.data;
  if (query.isPending) return <ListSkeleton rows={5} height={70} />;
  if (!item) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const listed = new Set(item.faults.map((fault) => fault.row)).size;
  const over = item.state === 'done' || item.state === 'failed';
  return (
    <div className={styles.detail}>
      <header>
        <div>
          <h2>{item.fileName}</h2>
          <p>{kindLabels[item.kind]} · {item.startedBy} · {formatInstant(item.startedAt)} 开始{item.finishedAt && `，用时 ${durationText(Date.parse(item.finishedAt) - Date.parse(item.startedAt))}`}</p>
        </div>
        {item.state === 'done' && <Button href={addressOf(importResult, { params: { id } })} icon={<DownloadOutlined />}>下载结果文件</Button>}
      </header>
      {item.state === 'failed'
        ? <p className={styles.failure} role="alert">{item.failure}</p>
        : (
          <div className={styles.progress}>
            <Progress percent={item.totalRows === 0 ? 0 : Math.floor((item.doneRows / item.totalRows) * 100)} status={over ? 'success' : 'active'} size={['100%', 10]} />
            <span>{stateLabels[item.state]}{item.totalRows > 0 && `，${item.doneRows.toLocaleString()} / ${item.totalRows.toLocaleString()} 行`}</span>
          </div>
        )}
      {item.state !== 'failed' && <Counts item={item} />}
      {item.faultyRows > 0 && (
        <section>
          <h3>有误的行{listed < item.faultyRows && `（先列 ${listed} 行，全部 ${item.faultyRows} 行在结果文件里）`}</h3>
          <table className={styles.faults}>
            <thead><tr><th>行号</th><th>列</th><th>原因</th></tr></thead>
            <tbody>{item.faults.map((f, index) => <tr key={index}><td>{f.row}</td><td>{f.column}</td><td>{f.reason}</td></tr>)}</tbody>
          </table>
          {over && <p className={styles.tip}>改好这些行后，可以把整个文件再导入一次，已导入的不会重复。</p>}
        </section>
      )}
    </div>
  );
}

function Counts({ item }: { item: ImportView }) {
  const counts: [string, number, boolean?][] = [
    ['新增', item.createdRows], ['更新', item.updatedRows], ['没有变化', item.unchangedRows], ['有误', item.faultyRows, item.faultyRows > 0],
    ...(item.kind === 'readings' ? [['生成账单', item.billsIssued] as [string, number]] : []),
  ];
  return <dl className={styles.counts}>{counts.map(([label, value, bad]) => <div key={label} data-bad={bad || undefined}><dt>{label}</dt><dd>{value.toLocaleString()}</dd></div>)}</dl>;
}
