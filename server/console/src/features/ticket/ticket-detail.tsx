import { accept } from '@shouwen/shared/contract/ticket';
import { ticketActionLabels } from '@shouwen/shared/vocabulary';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../api/api-error';
import { useKeys } from '../../keyboard/keyboard';
import { focusOpenRow } from '../../keyboard/list-keys';
import { showNotice } from '../../ui/notice';
import { PhotoStrip } from '../../ui/photo-strip';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { actionKeys, nextStep, offersOf, type Offer, type StaffAction } from './action';
import { ActionBar } from './action-bar';
import { ActionPanel } from './action-panel';
import { ClockStrip } from './clock-strip';
import { SideFacts } from './side-facts';
import styles from './ticket-detail.module.css';
import { TicketHeader } from './ticket-header';
import { Timeline } from './timeline';
import { useTicket, useTicketCommand, type TicketView } from './ticket.calls';

export function TicketDetail({ number }: { number: string; view: TicketView }) {
  const query = useTicket(number);
  const [panel, setPanel] = useState<StaffAction | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const ticket = query.data;
  const offers = ticket ? offersOf(ticket) : [];

  const finish = (text: string) => {
    setPanel(null);
    showNotice({ id: 'done', tone: 'done', text, lastsMs: 3500 });
    body.current?.scrollTo({ top: 0 });
    focusOpenRow();
  };
  // Accepting asks nothing, so it needs no form.
  const accepting = useTicketCommand(accept, number, () => finish('已接单'));
  useEffect(() => {
    if (accepting.isError) showNotice({ id: 'accept', tone: 'fault', text: messageOf(accepting.error) });
  }, [accepting.isError, accepting.error]);

  const start = (offer: Offer) => {
    if (!offer.allowed) showNotice({ id: 'not-allowed', text: `现在不能${ticketActionLabels[offer.action]}`, detail: offer.why ?? undefined, lastsMs: 5000 });
    else if (offer.action === 'accept') accepting.send({ version: ticket!.version });
    else setPanel(offer.action);
  };
  useKeys('工单', offers.map((offer) => ({ keys: actionKeys[offer.action], label: ticketActionLabels[offer.action], run: () => start(offer), hidden: !offer.allowed })), { enabled: panel === null });

  if (query.isPending) return <section className={styles.loading}><ListSkeleton rows={6} height={84} /></section>;
  if (!ticket) return <section className={styles.loading}><ErrorState error={query.error} onRetry={() => void query.refetch()} /></section>;
  return (
    <section className={styles.detail} aria-label={`工单 ${ticket.numberSpoken}`}>
      <TicketHeader ticket={ticket} />
      <ClockStrip clocks={ticket.clocks} />
      <div ref={body} className={styles.body}>
        <div className={styles.story}>
          <section className={styles.matter}>
            <p className={styles.text}>{ticket.description || '居民没有填写说明。'}</p>
            <PhotoStrip files={ticket.attachments} />
          </section>
          <Timeline entries={ticket.timeline} />
        </div>
        <SideFacts ticket={ticket} />
      </div>
      {panel
        ? <ActionPanel key={panel} action={panel} ticket={ticket} onDone={finish} onClose={() => { setPanel(null); focusOpenRow(); }} />
        : <ActionBar offers={offers} next={nextStep(offers, ticket)} busy={accepting.isPending ? 'accept' : null} onStart={start} />}
    </section>
  );
}
