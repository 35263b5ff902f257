import type { ReactNode } from 'react';
import styles from './field.module.css';

/** A label, its control, and what is wrong with it. `name` lets a form put the focus on the first faulty field. */
export function Field({
  name, label, required = false, hint, error, children, className,
}: {
  name?: string;
  label?: ReactNode;
  required?: boolean;
  hint?: ReactNode;
  error?: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <div className={`${styles.field} ${className ?? ''}`} data-field={name} data-faulty={error ? true : undefined}>
      {label && (
        <div className={styles.label}>
          <span>{label}{required && <em aria-label="必填">*</em>}</span>
          {hint && <small>{hint}</small>}
        </div>
      )}
      {children}
      {error && <div className={styles.error} role="alert">{error}</div>}
    </div>
  );
}
