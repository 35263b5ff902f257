import { complaintWaitLabels, type ComplaintWait } from '@shouwen/shared/contract/complaint-desk';
import { formatInstant, groupTicketNumber } from '@shouwen/shared/value';
import { ticketSourceLabels } from '@shouwen/shared/vocabulary';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { useListKeys } from '../../keyboard/list-keys';
import { Choice } from '../../ui/choice';
import styles from './complaint.module.css';
import { useComplaintCounts, useWaiting } from './complaint.calls';
import { Paged } from './paged';

/** CP-3, CP-8: open complaints by what they wait for; each opens as its ticket, where it is handled. */
export function WaitingPane() {
  const [wait, setWait] = useState<ComplaintWait | 'all'>('all');
  const counts = useComplaintCounts().data;
  const list = useRef<HTMLDivElement>(null);
  const pages = useWaiting(wait === 'all' ? undefined : wait);
  useListKeys('待办投诉', list, { onEnd: () => void (pages.hasNextPage && pages.fetchNextPage()) });
  const counted = (label: string, count: number | undefined) => (count ? `${label} ${count}` : label);
  return (
    <section className={styles.pane} aria-label="待办投诉">
      <div className={styles.filter}>
        <Choice
          compact label="等待什么" value={wait} onChange={setWait}
          options={[
            { value: 'all', label: counted('全部', counts?.open) },
            ...(Object.keys(complaintWaitLabels) as ComplaintWait[]).map((value) => ({ value, label: counted(complaintWaitLabels[value], counts?.waiting[value]) })),
          ]}
        />
      </div>
      <Paged of={pages} list={list} empty={wait === 'all' ? '没有待办的投诉' : `没有${complaintWaitLabels[wait]}的投诉`}>
        {(items) => items.map((item) => (
          <Link key={item.number} to={`/tickets/hall/${item.number}`} data-row className={styles.row}>
            <div>
              <strong>{item.title || '（保密）'}{item.confidential && <em className={styles.secret}>保密</em>}</strong>
              <small>{groupTicketNumber(item.number)} · {item.categoryLabel} · {ticketSourceLabels[item.source]} · {item.hallName} · {formatInstant(item.registeredAt)} 登记{item.investigatorName && ` · 调查人 ${item.investigatorName}`}</small>
            </div>
            <div className={styles.marks}>
              {item.waits.map((mark) => <span key={mark} data-late={mark === 'overdue' || undefined}>{complaintWaitLabels[mark]}</span>)}
              <small data-late={item.overdue || undefined}>{item.nextDueAt === null ? '无时限在走' : `${formatInstant(item.nextDueAt)} 前`}</small>
            </div>
          </Link>
        ))}
      </Paged>
    </section>
  );
}
