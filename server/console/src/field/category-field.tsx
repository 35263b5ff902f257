import { categoriesOf, categoryLabel, kindOfCategory, ticketKindLabels, type TicketCategory, type TicketKind } from '@shouwen/shared/vocabulary';
import { Choice } from '../ui/choice';
import styles from './category-field.module.css';

/** What people bring to a desk; a follow-on of an appointment is made from the appointment. */
const deskKinds: readonly TicketKind[] = ['leak', 'complaint', 'billing-question', 'consultation', 'application'];

/** Kind first, then the category within it, all in sight. */
export function CategoryField({
  value, onChange, kinds = deskKinds, autoFocus = false,
}: {
  value: TicketCategory | null;
  onChange: (value: TicketCategory) => void;
  kinds?: readonly TicketKind[];
  autoFocus?: boolean;
}) {
  const kind = value === null ? null : kindOfCategory(value);
  return (
    <div className={styles.category}>
      <Choice
        label="类别" autoFocus={autoFocus} value={kind}
        options={kinds.map((k) => ({ value: k, label: ticketKindLabels[k] }))}
        onChange={(k) => onChange(categoriesOf(k)[0]!)}
      />
      {kind && categoriesOf(kind).length > 1 && (
        <div className={styles.within}>
          <Choice compact label="具体类别" value={value} options={categoriesOf(kind).map((c) => ({ value: c, label: categoryLabel(c) }))} onChange={onChange} />
        </div>
      )}
    </div>
  );
}
