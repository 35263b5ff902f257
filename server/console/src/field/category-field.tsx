import { ticketKindLabels, type TicketCategory, type TicketKind } from '@shouwen/shared/vocabulary';
import { Choice } from '../ui/choice';
import { useCategories } from './categories';
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
  const categories = useCategories();
  const kind = value === null ? null : categories.kindOf(value);
  const within = kind === null ? [] : categories.of(kind);
  return (
    <div className={styles.category}>
      <Choice
        // What could not have the focus before the categories were there gets it now.
        key={categories.known ? 'known' : 'awaited'}
        label="类别" autoFocus={autoFocus} value={kind}
        options={kinds.map((k) => ({ value: k, label: ticketKindLabels[k], disabled: categories.of(k).length === 0 }))}
        onChange={(k) => { const [first] = categories.of(k); if (first) onChange(first.code); }}
      />
      {within.length > 1 && (
        <div className={styles.within}>
          <Choice compact label="具体类别" value={value} options={within.map(({ code, label, plainWords }) => ({ value: code, label, hint: plainWords.length > 0 ? `居民会说：${plainWords.join('、')}` : undefined }))} onChange={onChange} />
        </div>
      )}
    </div>
  );
}
