import { formatDate } from '@shouwen/shared/value';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { useBookableDays, useSlots } from './booking.calls';
import styles from './booking.module.css';

/** A day of the hall and a free time on it, both in sight. */
export function SlotField({
  hallId, serviceId, date, startTime, errors, autoFocus = false, onChange,
}: {
  hallId: number | null;
  serviceId: number;
  date: string;
  startTime: string | null;
  errors: Record<string, string | undefined>;
  autoFocus?: boolean;
  onChange: (change: { date?: string; startTime: string | null }) => void;
}) {
  const days = useBookableDays(hallId, serviceId);
  const times = useSlots(hallId, serviceId, date);
  return (
    <>
      <Field name="date" label="日期" required error={errors.date}>
        <Choice
          key={days.isPending ? 'pending' : 'known'} compact autoFocus={autoFocus} label="日期" value={date} onChange={(v) => onChange({ date: v, startTime: null })}
          options={(days.data?.items ?? []).map((d) => ({ value: d.date, label: formatDate(d.date), hint: d.why ?? `余 ${d.free}`, disabled: !d.open || d.free === 0 }))}
        />
      </Field>
      <Field name="startTime" label="时段" required error={errors.startTime}>
        <Choice
          compact label="时段" value={startTime} onChange={(v) => onChange({ startTime: v })}
          options={(times.data?.items ?? []).map((s) => ({ value: s.startTime, label: `${s.startTime} ${s.free > 0 ? `余 ${s.free}` : '满'}`, disabled: s.free === 0 }))}
        />
        {times.data?.items.length === 0 && <p className={styles.hint}>这一天没有可约的时段。</p>}
      </Field>
    </>
  );
}
