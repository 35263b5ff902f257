import { Injectable } from '@nestjs/common';
import type { QueryOf } from '@shouwen/shared/contract';
import type { Readers, ticketReaders } from '@shouwen/shared/contract/ticket-desk';
import { DataSource, LessThan } from 'typeorm';
import { insertRows, rowsById, Transactions } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { maySeeReaders } from './rules/who-may-see-readers.js';
import { SeenTicket } from './seen-ticket.service.js';
import { TicketReading } from './ticket-company.entity.js';
import { PersonalDataAccess } from './ticket.entity.js';

const HOUR_MS = 3_600_000;
const MOST_REMEMBERED = 20_000;
const UNMASKED_SHOWN = 50;

/** PR-2: who saw what. */
@Injectable()
export class TicketReadingService {
  /** What is known to be recorded, so that looking again costs nothing. */
  private readonly recorded = new Set<string>();
  private waiting: [ticketId: number, staffId: number, hour: Date, at: Date][] = [];
  /** The write that is under way, and the one that will take what waits. */
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly seen: SeenTicket,
  ) {}

  /** Records the first look of a person within the hour, before the answer goes out; looks that come while others are being written are written together. */
  async record(staffId: number, ticketId: number, now: Date): Promise<void> {
    const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
    const key = `${ticketId}.${staffId}.${hour.getTime()}`;
    if (this.recorded.has(key)) return;
    this.waiting.push([ticketId, staffId, hour, now]);
    const before = this.writing;
    this.next ??= before.then(() => this.write(), () => this.write());
    const mine = this.next;
    this.writing = mine;
    await mine;
    if (this.recorded.size >= MOST_REMEMBERED) this.recorded.clear();
    this.recorded.add(key);
  }

  private write(): Promise<void> {
    const looks = this.waiting;
    this.waiting = [];
    this.next = undefined;
    // What is there already came through another server, or another window.
    return this.transactions.one((manager) => insertRows(manager, 'ticket_view', ['ticket_id', 'staff_id', 'hour', 'at'], looks, { skipExisting: true }));
  }

  /** Who has seen the ticket, the latest first. Refuses `FORBIDDEN` for those who lead nothing of it, `NOT_FOUND` (CP-6, CP-7). */
  async readers(viewer: StaffViewer, ticketId: number, { cursor, size }: QueryOf<typeof ticketReaders>): Promise<Readers> {
    const { manager } = this.dataSource;
    const { fold, facts } = await this.seen.load(manager, ticketId, viewer);
    if (!maySeeReaders(facts, fold)) throw new Refusal('FORBIDDEN', { rule: 'PR-2', message: '查看记录只供负责人查看；投诉的查看记录只供效能监察查看' });
    const before = cursor === undefined ? undefined : Number(cursor);
    if (before !== undefined && !Number.isSafeInteger(before)) throw new Refusal('INVALID_INPUT');
    const rows = await manager.find(TicketReading, { where: { ticketId, ...(before === undefined ? {} : { id: LessThan(before) }) }, order: { id: 'DESC' }, take: size + 1 });
    const shown = rows.slice(0, size);
    const unmasked = before === undefined ? await manager.find(PersonalDataAccess, { where: { ticketId }, order: { id: 'DESC' }, take: UNMASKED_SHOWN }) : [];
    const staff = await rowsById(manager, Staff, [...shown, ...unmasked].map(({ staffId }) => staffId));
    const reading = ({ staffId, at }: { staffId: number; at: Date }) => ({ name: staff.get(staffId)?.name ?? '', staffNumber: staff.get(staffId)?.staffNumber ?? '', at: at.toISOString() });
    return {
      items: shown.map(reading), next: rows.length > size ? String(shown.at(-1)?.id) : null,
      unmasked: unmasked.map((row) => ({ ...reading(row), reason: row.reason })),
    };
  }
}
