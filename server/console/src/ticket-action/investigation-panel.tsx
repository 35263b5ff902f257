import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { formatInstant } from '@shouwen/shared/value';
import { complaintOutcomeLabels, ticketEventLabels } from '@shouwen/shared/vocabulary';
import { PhotoStrip } from '../ui/photo-strip';
import styles from './investigation-panel.module.css';

/** The investigator's file (CP-3, CP-8), which the server gives to the investigator and the supervisor only (CP-6). */
export function InvestigationPanel({ ticket }: { ticket: StaffTicketDetail }) {
  const { investigation, outcome } = ticket;
  if (!investigation) return null;
  return (
    <section className={styles.panel} aria-label="调查档案">
      <header>
        <h2>调查档案</h2>
        <span>调查人 {investigation.investigator}</span>
        {outcome ? <b data-outcome={outcome}>{complaintOutcomeLabels[outcome]}</b> : <b data-outcome="none">还没有结论，办结前须认定（CP-8）</b>}
      </header>
      {investigation.entries.length === 0 ? <p className={styles.quiet}>还没有调查记录。只有调查人和效能监察能看到这里。</p> : (
        <ol>
          {investigation.entries.map((entry, index) => (
            <li key={index}>
              <small>{formatInstant(entry.at)} {entry.by} · {ticketEventLabels[entry.type]}</small>
              <p>{entry.text}</p>
              <PhotoStrip files={entry.attachments} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
