import { Button } from 'antd';
import type { ReactNode } from 'react';
import { ApiError, messageOf } from '../api/api-error';
import styles from './state.module.css';

/** Nothing here, and what that means. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <svg width="56" height="44" viewBox="0 0 56 44" fill="none" aria-hidden="true">
        <path d="M4 22 14 5h28l10 17v15a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3z" fill="#fff" stroke="#c3ccd5" strokeWidth="2" strokeLinejoin="round" />
        <path d="M4 22h14c1 5 4 8 10 8s9-3 10-8h14" stroke="#c3ccd5" strokeWidth="2" />
      </svg>
      <strong>{title}</strong>
      {children && <div>{children}</div>}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div className={styles.state} role="alert">
      <strong>{messageOf(error)}</strong>
      {error instanceof ApiError && error.requestId && error.status >= 500 && <div>报修时请提供编号 {error.requestId}</div>}
      {onRetry && <Button onClick={onRetry}>重新加载</Button>}
    </div>
  );
}

export function ListSkeleton({ rows, height = 66 }: { rows: number; height?: number }) {
  return (
    <div aria-busy="true" aria-label="正在加载">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.bone} style={{ height }}>
          <i style={{ width: `${64 - (index % 3) * 12}%` }} />
          <i style={{ width: `${42 + (index % 4) * 9}%` }} />
        </div>
      ))}
    </div>
  );
}
