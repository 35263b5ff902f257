import type { SimilarTicket } from '@shouwen/shared/contract/similar';
import { attach, detach, merge, type StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { ticketActionLabels, type TicketAction } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useStaff } from '../session/session';
import { ticketAddress } from '../session/workplace';
import { useTicketCommand } from '../ticket-action/ticket-command';
import { Refusal } from '../ui/refusal';
import { TicketNumber } from '../ui/ticket-words';
import { useSimilar } from './similar.calls';
import { SimilarLine } from './similar-line';
import styles from './similar.module.css';

type Linking = 'attach' | 'merge';
const ways: readonly Linking[] = ['attach', 'merge'];
/** Shown at first of what is near. */
const MOST = 2;
const linked: Record<Linking, string> = { attach: '同一事件', merge: '并案办理' };

/** On a ticket: what it is linked to, what follows it, and what is likely the same, with one press to link it. */
export function SimilarPanel({ ticket: shown }: { ticket: StaffTicketDetail }) {
  // After a press here the ticket is newer than the one that was handed in.
  const [acted, setActed] = useState<StaffTicketDetail | null>(null);
  const ticket = acted && acted.version > shown.version ? acted : shown;
  const similar = useSimilar(ticket.number);
  const [choice, setChoice] = useState<{ how: Linking; main: string } | null>(null);
  const [all, setAll] = useState(false);
  const items = ticket.link ? [] : (similar.data?.items ?? []);
  if (items.length === 0 && !ticket.link && ticket.followers.length === 0) return null;
  const may = (action: TicketAction) => ticket.allowedActions.find((a) => a.action === action);
  const offered = ways.filter((how) => may(how)?.allowed);
  const same = items.some((item) => item.likeness === 'same');
  // What is only near does not push the place and the phone out of sight.
  const shownItems = all || items.length <= MOST ? items : items.filter((item, index) => item.likeness === 'same' || index < MOST);
  return (
    <section className={styles.panel} aria-label="可能是同一件事">
      {(ticket.link || ticket.followers.length > 0) && <Links ticket={ticket} mayDetach={may('detach')?.allowed ?? false} onDone={setActed} />}
      {items.length > 0 && (
        <>
          <h2 data-same={same || undefined}>{!same ? '附近相近的事项' : ticket.kind === 'leak' ? '可能是同一处' : '可能是同一件事'}</h2>
          <ul>
            {shownItems.map((item) => (
              <SimilarLine key={item.number} item={item}>
                {choice?.main === item.number
                  ? <LinkForm ticket={ticket} item={item} how={choice.how} onDone={setActed} onClose={() => setChoice(null)} />
                  : item.state !== 'closed' && offered.length > 0 && (
                    <span className={styles.ways}>
                      {offered.map((how) => <Button key={how} size="small" onClick={() => setChoice({ how, main: item.number })}>{how === 'attach' ? '关联' : '并入'}</Button>)}
                    </span>
                  )}
              </SimilarLine>
            ))}
          </ul>
          {shownItems.length < items.length && <Button size="small" type="link" onClick={() => setAll(true)}>还有 {items.length - shownItems.length} 件相近的</Button>}
        </>
      )}
    </section>
  );
}

/** CP-3: a complaint is merged only with its reason. */
function LinkForm({ ticket, item, how, onDone, onClose }: { ticket: StaffTicketDetail; item: SimilarTicket; how: Linking; onDone: (ticket: StaffTicketDetail) => void; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const command = useTicketCommand(how === 'attach' ? attach : merge, ticket.number, (after) => { onDone(after); onClose(); });
  const needed = how === 'merge' && ticket.kind === 'complaint';
  const submit = () => {
    if (needed && reason.trim() === '') setMissing(true);
    else command.send({ version: ticket.version, mainNumber: item.number, reason });
  };
  return (
    <form className={styles.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <p>{how === 'attach' ? '同一事件，两张单各办各的。' : '工作并到那张单上办；本单保留单号，仍单独答复和评价。'}可以撤销。</p>
      <Input
        autoFocus size="small" maxLength={300} aria-label="原因" status={missing ? 'error' : undefined} placeholder={needed ? '并案原因（必填，CP-3）' : '原因（可不填）'}
        value={reason} onChange={(event) => { setReason(event.target.value); setMissing(false); }}
        onKeyDown={(event) => { if (event.key === 'Escape') { event.preventDefault(); onClose(); } }}
      />
      <span className={styles.ways}>
        <Button size="small" type="primary" htmlType="submit" loading={command.isPending}>{ticketActionLabels[how]}</Button>
        <Button size="small" onClick={onClose}>取消</Button>
      </span>
      <Refusal error={command.error} />
    </form>
  );
}

function Links({ ticket, mayDetach, onDone }: { ticket: StaffTicketDetail; mayDetach: boolean; onDone: (ticket: StaffTicketDetail) => void }) {
  const staff = useStaff();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const command = useTicketCommand(detach, ticket.number, (after) => { onDone(after); setAsking(false); });
  return (
    <>
      <h2>关联的工单</h2>
      {ticket.link && (
        <p className={styles.facts}>
          {linked[ticket.link.how]}，主单 <Link to={ticketAddress(staff, ticket.link.mainNumber)}><TicketNumber number={ticket.link.mainNumber} /></Link>
          {mayDetach && !asking && <Button size="small" type="link" onClick={() => setAsking(true)}>撤销</Button>}
        </p>
      )}
      {asking && (
        <form className={styles.form} onSubmit={(event) => { event.preventDefault(); command.send({ version: ticket.version, reason }); }}>
          <Input
            autoFocus size="small" maxLength={300} aria-label="撤销原因" placeholder="为什么撤销（可不填）" value={reason} onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => { if (event.key === 'Escape') { event.preventDefault(); setAsking(false); } }}
          />
          <span className={styles.ways}><Button size="small" type="primary" htmlType="submit" loading={command.isPending}>撤销关联</Button><Button size="small" onClick={() => setAsking(false)}>取消</Button></span>
          <Refusal error={command.error} />
        </form>
      )}
      {ticket.followers.map(({ how, number }) => (
        <p key={number} className={styles.facts}><Link to={ticketAddress(staff, number)}><TicketNumber number={number} /></Link> {how === 'attach' ? '关联到本单' : '并入本单'}</p>
      ))}
    </>
  );
}
