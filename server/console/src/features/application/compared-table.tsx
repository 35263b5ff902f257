import type { ComparedRow } from '@shouwen/shared/contract/application';
import styles from './application.module.css';

/** AP-4: what was asked for, and beside it what was approved; a difference is marked. */
export function ComparedTable({ rows }: { rows: readonly ComparedRow[] }) {
  if (rows.length === 0) return <p className={styles.quiet}>还没有填写申请的内容</p>;
  const approved = rows.some((row) => row.approved !== null);
  return (
    <table className={styles.compared}>
      <thead><tr><th scope="col">项目</th><th scope="col">申请</th>{approved && <th scope="col">批准</th>}</tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.code} data-differs={row.differs || undefined}>
            <th scope="row">{row.label}</th><td>{row.requested}</td>
            {approved && <td>{row.approved}{row.differs && <b>与申请不同</b>}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
