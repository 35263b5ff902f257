import type { TicketFold } from './ticket-types.js';

/** When the present opening of a ticket began: its registration, or the moment it was reopened (FU-3), when its clocks started afresh. */
export function openedAt(ticket: TicketFold): Date {
  return ticket.clocks.reduce((latest, clock) => (clock.terms.clock === 'resolution' && clock.startedAt > latest ? clock.startedAt : latest), ticket.registeredAt);
}
