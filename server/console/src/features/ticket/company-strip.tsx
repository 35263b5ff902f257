import { useCompany } from './company.calls';
import styles from './company-strip.module.css';

/** Two at one ticket see each other before both answer it. */
export function CompanyStrip({ number, writing }: { number: string; writing: boolean }) {
  const others = useCompany(number, writing);
  if (others.length === 0) return null;
  const writes = others.filter((other) => other.writing);
  return (
    <p className={styles.strip} role="status" data-writing={writes.length > 0 || undefined}>
      {others.map((other, index) => <span key={other.staffNumber}>{index > 0 && '；'}<b>{other.name}</b> {other.writing ? '正在写答复' : '也在看这张工单'}</span>)}
    </p>
  );
}
