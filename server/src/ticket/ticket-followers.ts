import { Injectable } from '@nestjs/common';
import type { TicketEventType } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import type { TicketEvent, TicketFold } from './rules/ticket-types.js';
import type { Ticket } from './ticket.entity.js';

/** One event, just recorded; `after` is the ticket after everything that was recorded with it. */
export interface Followed {
  ticketId: number;
  /** As it is after them. */
  row: Ticket;
  before: TicketFold | null;
  after: TicketFold;
  event: TicketEvent;
  /** The words that belong to the event. */
  text: string | null;
  /** With a registration: the bill that it named. */
  billId?: number | null;
  now: Date;
}
export type FollowHandler = (tx: EntityManager, followed: Followed) => Promise<void>;

/** What other capabilities do when something happens to a ticket, in the same transaction; the engine knows none of them. */
@Injectable()
export class TicketFollowers {
  private readonly handlers = new Map<TicketEventType, FollowHandler[]>();

  /** Call it in `onModuleInit`. */
  follow(types: readonly TicketEventType[], handler: FollowHandler): void {
    for (const type of types) this.handlers.set(type, [...(this.handlers.get(type) ?? []), handler]);
  }

  async tell(tx: EntityManager, followed: Followed): Promise<void> {
    for (const handler of this.handlers.get(followed.event.type) ?? []) await handler(tx, followed);
  }
}
