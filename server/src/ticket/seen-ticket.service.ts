import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../http/index.js';
import type { Actor, ActorFacts } from './rules/ticket-types.js';
import { maySee } from './rules/who-may-see.js';
import { TicketPeople } from './ticket-people.js';
import { type LoadedTicket, TicketStore } from './ticket-store.js';

/** The door to whatever hangs on a ticket. */
@Injectable()
export class SeenTicket {
  constructor(
    private readonly store: TicketStore,
    private readonly people: TicketPeople,
  ) {}

  /** The ticket and who looks. Refuses `NOT_FOUND` when they may not know of it (CP-6, CP-7), as when there is none. */
  async load(manager: EntityManager, ticketId: number, viewer: Actor): Promise<LoadedTicket & { facts: ActorFacts }> {
    const facts = await this.people.facts(manager, viewer);
    const loaded = await this.store.load(manager, ticketId);
    if (!loaded || !maySee(facts, loaded.fold)) throw new Refusal('NOT_FOUND');
    return { ...loaded, facts };
  }
}
