import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { formatInstant } from '@shouwen/shared/value';
import type { TicketEventType } from '@shouwen/shared/vocabulary';
import styles from './coordination.module.css';

/** What a leader weighs: who had the matter, who sent it on and why, what each department says (FI-3, FI-4). */
const told: readonly TicketEventType[] = ['transferred', 'accepted', 'coordination-opened', 'department-stated', 'coordinated', 'part-finished', 'returned', 'escalated', 'chase-answered'];

export function CoordinationStory({ ticket }: { ticket: StaffTicketDetail }) {
  const entries = ticket.timeline.filter((entry) => told.includes(entry.type));
  if (entries.length === 0) return <p className={styles.quiet}>还没有部门经手过这件事。</p>;
  return (
    <ol className={styles.story} aria-label="经手的部门和各自的说法" tabIndex={0}>
      {entries.map((entry) => (
        <li key={entry.sequence} data-said={entry.type === 'department-stated' || undefined}>
          <span><b>{entry.label}</b> {entry.actor}<time dateTime={entry.at}>{formatInstant(entry.at)}</time></span>
          {entry.text && <p>{entry.text}</p>}
        </li>
      ))}
    </ol>
  );
}
