import type { ReactNode } from 'react';
import { ApiError, messageOf } from '../api/api-error';
import styles from './refusal.module.css';

/** What the server said to the last attempt, beside the form it concerns; the rule's number where a rule was the reason. */
export function Refusal({ error, children }: { error: unknown; children?: ReactNode }) {
  if (!error) return null;
  const known = error instanceof ApiError ? error : null;
  return (
    <div className={styles.refusal} role="alert" data-conflict={known?.status === 409 || undefined}>
      <span>{messageOf(error)}</span>
      {known?.rule && <small>{known.rule}</small>}
      {known && known.status >= 500 && known.requestId && <small>编号 {known.requestId}</small>}
      {children}
    </div>
  );
}
