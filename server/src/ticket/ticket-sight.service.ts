import { Injectable } from '@nestjs/common';
import type { TicketCategory } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { readRow, selectList } from '../database/index.js';
import type { StaffViewer } from '../staff/index.js';
import { eventOf } from './event-chain.js';
import { foldEvents } from './rules/evolve.js';
import type { ActorFacts, TicketEvent, TicketFold } from './rules/ticket-types.js';
import { mayKnowIdentity, maySee } from './rules/who-may-see.js';
import { TicketBooks } from './ticket-books.js';
import { type Directory, TicketPeople } from './ticket-people.js';
import { type Ticket, TicketEventRow } from './ticket.entity.js';

/** A ticket that a viewer may see. */
export interface SeenByStaff {
  readonly row: Ticket;
  readonly fold: TicketFold;
  /** CP-6. */
  readonly mayKnowIdentity: boolean;
}

/** Names to show beside tickets. */
export interface SightNames extends Directory {
  readonly categories: ReadonlyMap<TicketCategory, string>;
}

/** For capabilities that find tickets by ways of their own: which of them a viewer may see, and what of them (CP-6, CP-7). */
@Injectable()
export class TicketSight {
  constructor(
    private readonly people: TicketPeople,
    private readonly books: TicketBooks,
  ) {}

  /** Who looks, as the rules ask. Refuses `NOT_FOUND` for staff who left. */
  viewer(manager: EntityManager, { id }: Pick<StaffViewer, 'id'>): Promise<ActorFacts> {
    return this.people.facts(manager, { kind: 'staff', id });
  }

  /** Those of the tickets that the viewer may see, in the order given. One query. */
  async see(manager: EntityManager, viewer: ActorFacts, rows: readonly Ticket[]): Promise<SeenByStaff[]> {
    const folds = await this.folds(manager, rows.map((row) => row.id));
    return rows.flatMap((row) => {
      const fold = folds.get(row.id);
      return fold && maySee(viewer, fold) ? [{ row, fold, mayKnowIdentity: mayKnowIdentity(viewer, fold) }] : [];
    });
  }

  /** What the records of these tickets fold to. One query. */
  async folds(manager: EntityManager, ticketIds: readonly number[]): Promise<Map<number, TicketFold>> {
    if (ticketIds.length === 0) return new Map();
    const found: Record<string, unknown>[] = await manager.query(
      `SELECT ${selectList(manager, TicketEventRow, 'e')} FROM ticket_event e WHERE e.ticket_id IN (${ticketIds.map(() => '?').join(', ')}) ORDER BY e.ticket_id, e.sequence`, [...ticketIds],
    );
    const rows = found.map((raw) => readRow(manager, TicketEventRow, raw));
    const records = new Map<number, TicketEvent[]>();
    for (const row of rows) {
      const record = records.get(row.ticketId);
      if (record) record.push(eventOf(row));
      else records.set(row.ticketId, [eventOf(row)]);
    }
    return new Map([...records].map(([ticketId, events]) => [ticketId, foldEvents(events)]));
  }

  /** Names for what a row says by id and code. */
  async namesFor(manager: EntityManager, rows: readonly Ticket[]): Promise<SightNames> {
    const directory = await this.people.directory(manager, rows.map((row) => row.firstResponsibleId), rows.map((row) => row.departmentId));
    return { ...directory, categories: await this.books.categoryLabels(manager) };
  }
}
