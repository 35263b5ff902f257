import { formatInstant } from '@shouwen/shared/value';
import { useRef } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { EmptyState, ErrorState, ListSkeleton } from '../../ui/state';
import { ImportDetail } from './import-detail';
import styles from './import-page.module.css';
import { kindLabels, stateLabels } from './import-words';
import { useImports } from './import.calls';
import { StartImport } from './start-import';

export function ImportPage() {
  const { id } = useParams();
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const imports = useImports();
  const open = Number(id) || null;
  useListKeys('导入', list, {
    more: [
      { keys: 'n', label: '导入新文件', run: () => void navigate('/imports') },
      open !== null && { keys: 'escape', label: '收起', run: () => void navigate('/imports') },
    ],
  });
  return (
    <div className={styles.page}>
      <section className={styles.list} aria-label="导入记录">
        <header><h1>导入记录</h1>{open !== null && <Link to="/imports">导入新文件</Link>}</header>
        <div ref={list} className={styles.rows}>
          {imports.isPending ? <ListSkeleton rows={6} height={58} />
            : imports.isError ? <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />
            : imports.data.items.length === 0 ? <EmptyState title="还没有导入过" />
            : imports.data.items.map((item) => (
              <Link key={item.id} to={`/imports/${item.id}`} data-row aria-current={item.id === open} className={styles.row}>
                <strong>{item.fileName}</strong>
                <span className={styles.state} data-state={item.state}>{item.state === 'running' && item.totalRows > 0 ? `${Math.floor((item.doneRows / item.totalRows) * 100)}%` : stateLabels[item.state]}</span>
                <small>{kindLabels[item.kind]} · {formatInstant(item.startedAt)} · {item.startedBy}</small>
                {item.faultyRows > 0 && <small className={styles.faulty}>{item.faultyRows} 行有误</small>}
              </Link>
            ))}
        </div>
      </section>
      <section className={styles.main}>{open === null ? <StartImport onStarted={(started) => void navigate(`/imports/${started}`)} /> : <ImportDetail key={open} id={open} />}</section>
    </div>
  );
}
