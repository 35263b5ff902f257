import type { BookContent, Consequence } from '@shouwen/shared/contract/rulebook';
import { Faults, faultsUnder, Whole, type EditorProps } from './editing';
import styles from './editing.module.css';

const rows = [
  { field: 'upheldComplaintFen', label: '投诉属实，每次扣', unit: '元', per: 100, hint: '记入责任人年度考核（CP-9）' },
  { field: 'threeInYearFen', label: '一年三次属实，另扣', unit: '元', per: 100, hint: '不低于单次的金额' },
  { field: 'followUpDays', label: '办结后回访期', unit: '天', per: 1, hint: '期满后归档（AP-5）' },
] as const satisfies readonly { field: keyof Consequence; label: string; unit: string; per: number; hint: string }[];

export function ConsequenceEditor({ value, onChange, faults }: EditorProps<BookContent['consequence']>) {
  return (
    <section className={styles.card}>
      {rows.map(({ field, label, unit, per, hint }) => (
        <div key={field}>
          <div className={styles.pair}>
            <label>{label}（{unit}）</label>
            <Whole label={label} min={per === 1 ? 1 : 0} max={100_000} value={value[field] / per} onChange={(amount) => onChange({ ...value, [field]: Math.round(amount * per) })} faulty={faultsUnder(faults, field).length > 0} />
            <small>{hint}</small>
          </div>
          <Faults faults={faultsUnder(faults, field)} />
        </div>
      ))}
    </section>
  );
}
