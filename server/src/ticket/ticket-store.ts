import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AttachmentService } from '../attachment/index.js';
import { CHAIN_START, eventOf, sealed } from './event-chain.js';
import { LadderStore } from './ladder-store.js';
import { evolve, foldEvents } from './rules/evolve.js';
import type { Actor, NewEvent, TicketEvent, TicketFold } from './rules/ticket-types.js';
import { clockRows, coPartRows, excludedRows, foldColumns } from './ticket-row.js';
import { Ticket, TicketClockRow, TicketCoPart, TicketEventRow, TicketExcluded, TicketText } from './ticket.entity.js';

/** A ticket with its record. */
export interface LoadedTicket {
  row: Ticket;
  fold: TicketFold;
  events: TicketEvent[];
  lastHash: string;
}
/** The resident's words and contact, kept beside the fold. */
export type MatterColumns = Pick<
  Ticket,
  'title' | 'description' | 'address' | 'landmark' | 'latitudeE6' | 'longitudeE6' | 'contactName' | 'contactPhone' | 'contactPhoneDigest'
>;

/** Reads and extends the record. Events are only ever added, and the row, the clocks and the words follow in the same transaction. */
@Injectable()
export class TicketStore {
  constructor(
    private readonly attachments: AttachmentService,
    private readonly ladder: LadderStore,
  ) {}

  /** Null when there is no such ticket. */
  async load(manager: EntityManager, ticketId: number): Promise<LoadedTicket | null> {
    const rows = await manager.find(TicketEventRow, { where: { ticketId }, order: { sequence: 'ASC' } });
    const row = await manager.findOneBy(Ticket, { id: ticketId });
    if (!row || rows.length === 0) return null;
    // Read after its events, the row may be newer than they are: a command decided on them is then refused by its version.
    const events = rows.map(eventOf);
    return { row, fold: foldEvents(events), events, lastHash: rows.at(-1)?.hash ?? CHAIN_START };
  }

  /** The first event with its row. */
  async begin(tx: EntityManager, first: NewEvent, matter: MatterColumns, actor: Actor, now: Date): Promise<{ id: number; fold: TicketFold; event: TicketEvent }> {
    const event = numbered(first, 1, actor, now);
    const fold = evolve(null, event);
    const { identifiers } = await tx.insert(Ticket, { ...foldColumns(fold), ...matter });
    const { id } = identifiers[0] as { id: number };
    await tx.insert(TicketEventRow, sealed(id, event, CHAIN_START));
    await tx.insert(TicketClockRow, clockRows(id, fold));
    await this.ladder.keep(tx, id, null, fold, now);
    const excluded = excludedRows(id, fold);
    if (excluded.length > 0) await tx.insert(TicketExcluded, excluded);
    await this.keepWords(tx, id, fold, first, 1, actor, now);
    return { id, fold, event };
  }

  /** Adds events if the ticket is still as it was loaded; null when somebody else was first, and then nothing has changed. */
  async append(tx: EntityManager, { row, fold, lastHash }: LoadedTicket, added: readonly NewEvent[], actor: Actor, now: Date): Promise<{ fold: TicketFold; events: TicketEvent[] } | null> {
    const events = added.map((event, index) => numbered(event, fold.version + 1 + index, actor, now));
    const after = events.reduce<TicketFold>(evolve, fold);
    const { affected } = await tx.update(Ticket, { id: row.id, version: fold.version }, foldColumns(after));
    if (affected !== 1) return null;
    let previousHash = lastHash;
    for (const event of events) {
      const entry = sealed(row.id, event, previousHash);
      await tx.insert(TicketEventRow, entry);
      previousHash = entry.hash;
    }
    await this.keepClocks(tx, row.id, fold, after);
    await this.ladder.keep(tx, row.id, fold, after, now);
    await this.keepCoParts(tx, row.id, fold, after);
    for (const [index, event] of added.entries()) await this.keepWords(tx, row.id, after, event, fold.version + 1 + index, actor, now);
    return { fold: after, events };
  }

  private async keepClocks(tx: EntityManager, ticketId: number, before: TicketFold, after: TicketFold): Promise<void> {
    const known = new Map(clockRows(ticketId, before).map((clock) => [`${clock.clock} ${clock.round}`, JSON.stringify(clock)]));
    for (const clock of clockRows(ticketId, after)) {
      const stored = known.get(`${clock.clock} ${clock.round}`);
      if (stored === undefined) await tx.insert(TicketClockRow, clock);
      else if (stored !== JSON.stringify(clock)) await tx.update(TicketClockRow, { ticketId, clock: clock.clock, round: clock.round }, { state: clock.state, dueAt: clock.dueAt, dueByLimit: clock.dueByLimit, calendar: clock.calendar, stoppedAt: clock.stoppedAt });
    }
  }

  private async keepCoParts(tx: EntityManager, ticketId: number, before: TicketFold, after: TicketFold): Promise<void> {
    if (before.coParts === after.coParts || (before.coParts.length === 0 && after.coParts.length === 0)) return;
    await tx.delete(TicketCoPart, { ticketId });
    if (after.coParts.length > 0) await tx.insert(TicketCoPart, coPartRows(ticketId, after));
  }

  private async keepWords(tx: EntityManager, ticketId: number, { confidential }: TicketFold, { text, attachmentIds }: NewEvent, sequence: number, actor: Actor, now: Date): Promise<void> {
    if (text !== null) await tx.insert(TicketText, { ticketId, sequence, body: text });
    if (attachmentIds.length > 0 && actor.kind !== 'system' && actor.id !== null)
      await this.attachments.claim(tx, attachmentIds, { kind: actor.kind, id: actor.id }, { ticketId, sequence, nameless: confidential && actor.kind === 'resident' }, now);
  }
}

function numbered({ type, payload }: NewEvent, sequence: number, { kind, id }: Actor, at: Date): TicketEvent {
  // Type and payload belong together in NewEvent as they do in TicketEvent.
  return { sequence, type, at, actor: { kind, id }, payload } as TicketEvent;
}
