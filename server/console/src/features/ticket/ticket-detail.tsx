import { accept } from '@shouwen/shared/contract/ticket';
import { ticketActionLabels } from '@shouwen/shared/vocabulary';
import { useEffect, useMemo, useRef, useState } from 'react';
import { messageOf } from '../../api/api-error';
import { useKeys } from '../../keyboard/keyboard';
import { focusOpenRow } from '../../keyboard/list-keys';
import { actionKeys, isFront, nextStep, offersOf, type Offer, type StaffAction } from '../../ticket-action/action';
import { useActionForms } from '../../ticket-action/action-forms';
import { InvestigationPanel } from '../../ticket-action/investigation-panel';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { showNotice } from '../../ui/notice';
import { PhotoStrip } from '../../ui/photo-strip';
import { ErrorState, ListSkeleton } from '../../ui/state';
import { ActionBar } from './action-bar';
import { ActionPalette } from './action-palette';
import { ActionPanel, ownForms } from './action-panel';
import { ClockStrip } from './clock-strip';
import { CompanyStrip } from './company-strip';
import { MatterState } from './matter-state';
import { SideFacts } from './side-facts';
import styles from './ticket-detail.module.css';
import { TicketHeader } from './ticket-header';
import { Timeline } from './timeline';
import { useTicket, type TicketView } from './ticket.calls';

export function TicketDetail({ number, view }: { number: string; view: TicketView }) {
  const query = useTicket(number);
  const others = useActionForms();
  const forms = useMemo(() => ({ ...ownForms, ...others }), [others]);
  const [panel, setPanel] = useState<StaffAction | null>(null);
  const [more, setMore] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const page = useRef<HTMLElement>(null);
  const ticket = query.data;
  // Accepting asks nothing, so it needs no form; what has none here is done at another desk.
  const offers = ticket ? offersOf(ticket).filter((offer) => offer.action === 'accept' || forms[offer.action]) : [];

  const finish = (text: string) => {
    setPanel(null);
    showNotice({ id: 'done', tone: 'done', text, lastsMs: 3500 });
    body.current?.scrollTo({ top: 0 });
    focusOpenRow();
  };
  const accepting = useTicketCommand(accept, number, () => finish('已接单'));
  useEffect(() => {
    if (accepting.isError) showNotice({ id: 'accept', tone: 'fault', text: messageOf(accepting.error) });
  }, [accepting.isError, accepting.error]);

  const start = (offer: Offer) => {
    setMore(false);
    if (!offer.allowed) showNotice({ id: 'not-allowed', text: `现在不能${ticketActionLabels[offer.action]}`, detail: offer.why ?? undefined, lastsMs: 5000 });
    else if (offer.action === 'accept') accepting.send({ version: ticket!.version });
    else setPanel(offer.action);
  };
  const touch = (selector: string) => page.current?.querySelector<HTMLElement>(selector);
  useKeys('工单', [
    ...offers.filter(({ action }) => isFront(action)).map((offer) => ({ keys: actionKeys[offer.action], label: ticketActionLabels[offer.action], run: () => start(offer), hidden: !offer.allowed })),
    { keys: 'e', label: '更多操作', run: () => setMore(true) },
    { keys: 'c', label: '时限怎么算的', run: () => { touch('[data-clock]')?.focus(); touch('[data-clock]')?.click(); } },
    // Not p, with which the presence keys begin.
    { keys: 'z', label: '看照片', run: () => touch('[data-photos] img')?.click() },
    { keys: 'v', label: '看地图', run: () => touch('[data-map]')?.click() },
  ], { enabled: panel === null });

  if (query.isPending) return <section className={styles.loading}><ListSkeleton rows={6} height={84} /></section>;
  if (!ticket) return <section className={styles.loading}><ErrorState error={query.error} onRetry={() => void query.refetch()} /></section>;
  return (
    <section ref={page} className={styles.detail} aria-label={`工单 ${ticket.numberSpoken}`}>
      <TicketHeader ticket={ticket} />
      <CompanyStrip number={number} writing={panel === 'answer' || panel === 'respond'} />
      <ClockStrip clocks={ticket.clocks} />
      <div ref={body} className={styles.body}>
        <div className={styles.story}>
          <MatterState ticket={ticket} addressOf={(other) => `/tickets/${view}/${other}`} />
          <section className={styles.matter}>
            <p className={styles.text}>{ticket.description || '居民没有填写说明。'}</p>
            <div data-photos><PhotoStrip files={ticket.attachments} /></div>
          </section>
          <InvestigationPanel ticket={ticket} />
          <Timeline entries={ticket.timeline} />
        </div>
        <SideFacts ticket={ticket} />
      </div>
      {panel && forms[panel]
        ? <ActionPanel key={panel} action={panel} forms={forms} ticket={ticket} onDone={finish} onClose={() => { setPanel(null); focusOpenRow(); }} />
        : <ActionBar offers={offers} next={nextStep(offers, ticket)} busy={accepting.isPending ? 'accept' : null} onStart={start} onMore={() => setMore(true)} />}
      {more && <ActionPalette offers={offers} onPick={start} onClose={() => setMore(false)} />}
    </section>
  );
}
