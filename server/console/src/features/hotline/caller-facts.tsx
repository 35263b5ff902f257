import type { CallerCard } from '@shouwen/shared/contract/hotline';
import { formatDate, formatFen, formatInstant, shanghaiDate } from '@shouwen/shared/value';
import { ticketKindLabels, zoneLabels } from '@shouwen/shared/vocabulary';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { BookByPhone } from '../../booking/book-by-phone';
import { ChangeBooking } from '../../booking/change-booking';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Countdown } from '../../ui/countdown';
import { StateMark, TicketNumber } from '../../ui/ticket-words';
import styles from './caller-facts.module.css';

/** What is known of the number: open tickets first, so that nothing is filed twice. */
export function CallerFacts({ card, accountId, onAccount, onNote }: { card: CallerCard; accountId: number | null; onAccount: (id: number | null) => void; onNote: (number: string) => void }) {
  const [booking, setBooking] = useState(false);
  const [changing, setChanging] = useState<number | null>(null);
  const changed = card.appointments.find((a) => a.id === changing);
  useKeys('通话', [{ keys: 'f6', label: '代为预约', run: () => setBooking(true) }], { enabled: !booking });
  return (
    <aside className={styles.facts} aria-label="来电卡">
      <Group title="未办结工单" count={card.openTickets.length} nothing="没有未办结的工单">
        {card.openTickets.map((ticket, index) => (
          <div key={ticket.number} className={styles.ticket}>
            <div className={styles.line}><Link to={`/tickets/mine/${ticket.number}`}><TicketNumber number={ticket.number} /></Link><StateMark state={ticket.state} /><span className={styles.end}><Countdown dueAt={ticket.nextDueAt} /></span></div>
            <strong>{ticket.title}</strong>
            <div className={styles.line}>
              <span className={styles.quiet}>{ticketKindLabels[ticket.kind]} · 首问 {ticket.firstResponsibleName} · {formatInstant(ticket.createdAt)}</span>
              <Button size="small" className={styles.end} onClick={() => onNote(ticket.number)}>记到这张 {index === 0 && <KeyCap keys="f4" />}</Button>
            </div>
          </div>
        ))}
      </Group>
      <Group title="户号" count={card.accounts.length} nothing="这个号码没有登记户号">
        {card.accounts.map((account, index) => (
          <button key={account.id} type="button" className={styles.account} aria-pressed={account.id === accountId} onClick={() => onAccount(account.id === accountId ? null : account.id)}>
            <span className={styles.line}><b>{account.accountNumber}</b><span>{account.nameMasked}</span>{index < 9 && <span className={styles.end}><KeyCap keys={`alt+${index + 1}`} /></span>}</span>
            <span>{account.address} <small>{zoneLabels[account.zone]}</small></span>
            {account.unpaidBillCount > 0 ? <span className={styles.owed}>欠费 {formatFen(account.owedFen)} 元，{account.unpaidBillCount} 笔</span> : <span className={styles.quiet}>没有欠费</span>}
          </button>
        ))}
      </Group>
      <Group title="预约" count={card.appointments.length} nothing="没有预约" action={<Button size="small" onClick={() => setBooking(true)}>代为预约 <KeyCap keys="f6" /></Button>}>
        {card.appointments.map((a) => (
          <div key={a.id} className={styles.line}>
            <span><b>{formatDate(a.date)} {a.startTime}</b> {a.serviceName} <span className={styles.quiet}>{a.hallName}</span></span>
            {a.mayChange && <Button size="small" className={styles.end} onClick={() => setChanging(a.id)}>改约、取消</Button>}
          </div>
        ))}
      </Group>
      <Group title="最近来电" count={card.recentCalls.length} nothing="第一次来电">
        {card.recentCalls.map((c) => <div key={c.at} className={styles.line}><span className={styles.quiet}>{formatInstant(c.at)}</span><span>{c.summary || '没有小结'}</span><span className={`${styles.quiet} ${styles.end}`}>{c.agentName}</span></div>)}
      </Group>
      {booking && <BookByPhone date={shanghaiDate(new Date())} phone={/\d/.test(card.phone) ? card.phone : ''} onBooked={() => setBooking(false)} onClose={() => setBooking(false)} />}
      {changed && <ChangeBooking booking={changed} onClose={() => setChanging(null)} />}
    </aside>
  );
}

function Group({ title, count, nothing, action, children }: { title: string; count: number; nothing: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className={styles.line}><h2>{title}{count > 1 && <em>{count}</em>}</h2>{action && <span className={styles.end}>{action}</span>}</div>
      {count === 0 ? <p className={styles.quiet}>{nothing}</p> : children}
    </section>
  );
}
