import type { TimelineEntry } from '@shouwen/shared/contract/ticket';
import { formatInstant } from '@shouwen/shared/value';
import { PhotoStrip } from '../../ui/photo-strip';
import styles from './timeline.module.css';

/** The newest first: that is what the next step depends on. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <section aria-label="办理经过">
      <h2 className={styles.heading}>办理经过</h2>
      <ol className={styles.timeline}>
        {[...entries].reverse().map((entry) => <Entry key={entry.sequence} entry={entry} />)}
      </ol>
    </section>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  return (
    <li className={styles.entry} data-type={entry.type}>
      <div className={styles.line}>
        <strong>{entry.label}</strong>
        <span>{entry.actor}</span>
        <time dateTime={entry.at}>{formatInstant(entry.at)}</time>
      </div>
      {entry.text && <p>{entry.text}</p>}
      {/* What came with the ticket stands above, with its text. */}
      {entry.type !== 'registered' && <PhotoStrip files={entry.attachments} small />}
    </li>
  );
}
