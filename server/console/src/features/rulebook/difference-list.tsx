import type { Difference } from '@shouwen/shared/contract/rulebook';
import styles from './publish-drawer.module.css';

export function DifferenceList({ items, title = '改动' }: { items: readonly Difference[]; title?: string }) {
  return (
    <section className={styles.section}>
      <h3>{title}<small>{items.length === 0 ? '没有内容上的改动' : `${items.length} 处`}</small></h3>
      {items.length > 0 && (
        <ul className={styles.changes}>
          {items.map(({ what, before, after }, index) => (
            <li key={index}>
              <strong>{what}</strong>
              {before !== null ? <del>{before}</del> : <span className={styles.quiet}>新增</span>}
              {after !== null ? <ins>{after}</ins> : <span className={styles.quiet}>删除</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
