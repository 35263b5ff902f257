import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AttachmentService, hasFilesOf } from '../attachment/index.js';
import { decrypt, insertAll, readRow, selectList, updateWhere } from '../database/index.js';
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
  /** The words that belong to events, by sequence; deciphered when asked for. */
  words: ReadonlyMap<number, () => string>;
  hasFiles: boolean;
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
    const entries: Record<string, unknown>[] = await manager.query(
      `SELECT ${selectList(manager, TicketEventRow, 'e')}, x.body FROM ticket_event e LEFT JOIN ticket_text x ON x.ticket_id = e.ticket_id AND x.sequence = e.sequence WHERE e.ticket_id = ? ORDER BY e.sequence`,
      [ticketId],
    );
    // Read after its events, the row may be newer than they are: a command decided on them is then refused by its version.
    const [found]: Record<string, unknown>[] = await manager.query(`SELECT ${selectList(manager, Ticket, 't')}, ${hasFilesOf('t.id')} AS has_files FROM ticket t WHERE t.id = ?`, [ticketId]);
    const rows = entries.map((entry) => readRow(manager, TicketEventRow, entry));
    const last = rows.at(-1);
    if (!found || !last) return null;
    const events = rows.map(eventOf);
    const words = new Map(entries.flatMap(({ body }, index) => (typeof body === 'string' ? [[rows[index]!.sequence, () => decrypt(body)] as const] : [])));
    return { row: readRow(manager, Ticket, found), fold: foldEvents(events), events, words, hasFiles: Number(found['has_files']) === 1, lastHash: last.hash };
  }

  /** The first event with its row. */
  async begin(tx: EntityManager, first: NewEvent, matter: MatterColumns, actor: Actor, now: Date): Promise<LoadedTicket> {
    const event = numbered(first, 1, actor, now);
    const fold = evolve(null, event);
    const columns = { ...foldColumns(fold), ...matter };
    const id = await insertAll(tx, Ticket, [columns]);
    const entry = sealed(id, event, CHAIN_START);
    await insertAll(tx, TicketEventRow, [entry]);
    await insertAll(tx, TicketClockRow, clockRows(id, fold));
    await this.ladder.keep(tx, id, null, fold, now);
    await insertAll(tx, TicketExcluded, excludedRows(id, fold));
    const words = await this.keepWords(tx, id, fold, [first], 1, actor, now);
    return { row: { id, ...columns }, fold, events: [event], words, hasFiles: first.attachmentIds.length > 0, lastHash: entry.hash };
  }

  /** Adds events if the ticket is still as it was loaded; null when somebody else was first, and then nothing has changed. */
  async append(tx: EntityManager, loaded: LoadedTicket, added: readonly NewEvent[], actor: Actor, now: Date): Promise<LoadedTicket | null> {
    const { row, fold } = loaded;
    const events = added.map((event, index) => numbered(event, fold.version + 1 + index, actor, now));
    const after = events.reduce<TicketFold>(evolve, fold);
    const columns = foldColumns(after);
    if ((await updateWhere(tx, Ticket, { id: row.id, version: fold.version }, columns)) !== 1) return null;
    let { lastHash } = loaded;
    const entries = events.map((event) => {
      const entry = sealed(row.id, event, lastHash);
      lastHash = entry.hash;
      return entry;
    });
    await insertAll(tx, TicketEventRow, entries);
    await this.keepClocks(tx, row.id, fold, after);
    await this.ladder.keep(tx, row.id, fold, after, now);
    await this.keepCoParts(tx, row.id, fold, after);
    await this.keepExcluded(tx, row.id, fold, after);
    const words = await this.keepWords(tx, row.id, after, added, fold.version + 1, actor, now);
    return {
      row: { ...row, ...columns }, fold: after, events: [...loaded.events, ...events], words: new Map([...loaded.words, ...words]),
      hasFiles: loaded.hasFiles || added.some(({ attachmentIds }) => attachmentIds.length > 0), lastHash,
    };
  }

  private async keepClocks(tx: EntityManager, ticketId: number, before: TicketFold, after: TicketFold): Promise<void> {
    const known = new Map(clockRows(ticketId, before).map((clock) => [`${clock.clock} ${clock.round}`, JSON.stringify(clock)]));
    const started: TicketClockRow[] = [];
    for (const clock of clockRows(ticketId, after)) {
      const stored = known.get(`${clock.clock} ${clock.round}`);
      if (stored === undefined) started.push(clock);
      else if (stored !== JSON.stringify(clock)) await updateWhere(tx, TicketClockRow, { ticketId, clock: clock.clock, round: clock.round }, { state: clock.state, dueAt: clock.dueAt, dueByLimit: clock.dueByLimit, calendar: clock.calendar, stoppedAt: clock.stoppedAt });
    }
    await insertAll(tx, TicketClockRow, started);
  }

  private async keepCoParts(tx: EntityManager, ticketId: number, before: TicketFold, after: TicketFold): Promise<void> {
    if (before.coParts === after.coParts || (before.coParts.length === 0 && after.coParts.length === 0)) return;
    await tx.delete(TicketCoPart, { ticketId });
    if (after.coParts.length > 0) await tx.insert(TicketCoPart, coPartRows(ticketId, after));
  }

  private async keepExcluded(tx: EntityManager, ticketId: number, before: TicketFold, after: TicketFold): Promise<void> {
    if (before.complainedStaffIds === after.complainedStaffIds) return;
    await tx.delete(TicketExcluded, { ticketId });
    await insertAll(tx, TicketExcluded, excludedRows(ticketId, after));
  }

  /** Returns the words, by sequence. */
  private async keepWords(tx: EntityManager, ticketId: number, { confidential }: TicketFold, added: readonly NewEvent[], firstSequence: number, actor: Actor, now: Date): Promise<LoadedTicket['words']> {
    const said = added.flatMap(({ text }, index) => (text === null ? [] : [{ ticketId, sequence: firstSequence + index, body: text }]));
    await insertAll(tx, TicketText, said);
    for (const [index, { attachmentIds }] of added.entries())
      if (attachmentIds.length > 0 && actor.kind !== 'system' && actor.id !== null)
        await this.attachments.claim(tx, attachmentIds, { kind: actor.kind, id: actor.id }, { ticketId, sequence: firstSequence + index, nameless: confidential && actor.kind === 'resident' }, now);
    return new Map(said.map(({ sequence, body }) => [sequence, () => body]));
  }
}

function numbered({ type, payload }: NewEvent, sequence: number, { kind, id }: Actor, at: Date): TicketEvent {
  // Type and payload belong together in NewEvent as they do in TicketEvent.
  return { sequence, type, at, actor: { kind, id }, payload } as TicketEvent;
}
