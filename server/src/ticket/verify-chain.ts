import { Between, type EntityManager, type FindOptionsSelect, MoreThan } from 'typeorm';
import { encrypted } from '../database/index.js';
import { CHAIN_START, eventOf, hashOf } from './event-chain.js';
import { evolve } from './rules/evolve.js';
import type { TicketFold } from './rules/ticket-types.js';
import { clockRows, excludedRows, foldColumns } from './ticket-row.js';
import { Ticket, TicketClockRow, TicketEventRow, TicketExcluded } from './ticket.entity.js';

const BATCH = 500;

export interface ChainFault {
  ticketId: number;
  /** The first event that is wrong; null when the record is sound and what was folded from it is not. */
  sequence: number | null;
  /** In Chinese, for whoever runs the proof. */
  reason: string;
}
export interface ChainReport {
  tickets: number;
  events: number;
  faults: ChainFault[];
}
/** What has been looked at so far. */
export type ChainCount = Pick<ChainReport, 'tickets' | 'events'>;

/**
 * PR-2, CP-3: proves that no ticket's record was changed, shortened or reordered, and that each ticket's row, clocks and exclusions are what its
 * record folds to. Reads in batches, so it can run beside the day's work. At most `mostFaults` are reported.
 */
export async function verifyChain(manager: EntityManager, { mostFaults = 100 }: { mostFaults?: number } = {}): Promise<ChainReport> {
  const report: ChainReport = { tickets: 0, events: 0, faults: [] };
  for await (const fault of chainFaults(manager, ({ tickets, events }) => Object.assign(report, { tickets, events }))) {
    report.faults.push(fault);
    if (report.faults.length >= mostFaults) break;
  }
  return report;
}

/** Each faulty ticket as it is found, in the order of their numbers; `progress` is told after every batch. Keeps one batch in memory, however many tickets there are. Begins behind the ticket with the id `after`. */
export async function* chainFaults(manager: EntityManager, progress: (count: ChainCount) => void = () => undefined, after = 0): AsyncGenerator<ChainFault> {
  const count: ChainCount = { tickets: 0, events: 0 };
  for (;;) {
    const tickets = await manager.find(Ticket, { select: unencrypted(manager), where: { id: MoreThan(after) }, order: { id: 'ASC' }, take: BATCH });
    const last = tickets.at(-1);
    // Between two tickets of the batch lies nothing, or what a deleted one has left behind.
    const ticketId = last ? Between(after + 1, last.id) : MoreThan(after);
    const events = groupByTicket(await manager.find(TicketEventRow, { where: { ticketId }, order: { ticketId: 'ASC', sequence: 'ASC' }, ...(last ? {} : { take: BATCH }) }));
    if (!last && events.size === 0) return;
    const clocks = groupByTicket(await manager.findBy(TicketClockRow, { ticketId }));
    const excluded = groupByTicket(await manager.findBy(TicketExcluded, { ticketId }));
    for (const ticket of tickets) {
      const record = events.get(ticket.id) ?? [];
      count.tickets += 1;
      count.events += record.length;
      const fault = faultOf(ticket, record, clocks.get(ticket.id) ?? [], excluded.get(ticket.id) ?? []) && (await lastingFault(manager, ticket.id));
      if (fault) yield { ticketId: ticket.id, ...fault };
      events.delete(ticket.id);
    }
    for (const id of events.keys())
      if (!(await manager.existsBy(Ticket, { id }))) yield { ticketId: id, sequence: null, reason: '工单已被删除，它的记录还在' };
    after = last?.id ?? Math.max(...events.keys());
    progress(count);
  }
}

/** The resident's words are not part of the record, and deciphering them would take longer than the proof. */
function unencrypted(manager: EntityManager): FindOptionsSelect<Ticket> {
  const { columns } = manager.connection.getMetadata(Ticket);
  return Object.fromEntries(columns.filter((column) => column.transformer !== encrypted).map((column) => [column.propertyName, true]));
}

type Fault = Omit<ChainFault, 'ticketId'>;

/** A ticket that was acted on between two reads looks wrong for a moment; damage stays. */
async function lastingFault(manager: EntityManager, ticketId: number): Promise<Fault | null> {
  let fault: Fault | null = null;
  for (let look = 0; look < 3; look++) {
    const ticket = await manager.findOneBy(Ticket, { id: ticketId });
    if (!ticket) return null;
    const record = await manager.find(TicketEventRow, { where: { ticketId }, order: { sequence: 'ASC' } });
    fault = faultOf(ticket, record, await manager.findBy(TicketClockRow, { ticketId }), await manager.findBy(TicketExcluded, { ticketId }));
    if (fault === null) return null;
  }
  return fault;
}

function faultOf(ticket: Ticket, record: readonly TicketEventRow[], clocks: readonly TicketClockRow[], excluded: readonly TicketExcluded[]): Fault | null {
  const folded = fold(record);
  if ('reason' in folded) return folded;
  const columns = foldColumns(folded.fold);
  const wrong = (Object.keys(columns) as (keyof typeof columns)[]).filter((column) => plain(ticket[column]) !== plain(columns[column]));
  if (wrong.length > 0) return { sequence: null, reason: `工单现状与记录不符：${wrong.join('、')}` };
  if (asText(clocks) !== asText(clockRows(ticket.id, folded.fold))) return { sequence: null, reason: '时限与记录不符' };
  return asText(excluded) === asText(excludedRows(ticket.id, folded.fold)) ? null : { sequence: null, reason: '回避名单与记录不符' };
}

function fold(record: readonly TicketEventRow[]): { fold: TicketFold } | Fault {
  let state: TicketFold | null = null;
  let previousHash = CHAIN_START;
  for (const [index, row] of record.entries()) {
    const sequence = index + 1;
    if (row.sequence !== sequence) return { sequence, reason: '缺少这条记录' };
    if (row.previousHash !== previousHash) return { sequence, reason: '这条记录与上一条接不上' };
    if (row.hash !== hashOf(row)) return { sequence, reason: '这条记录被改动过' };
    try {
      state = evolve(state, eventOf(row));
    } catch (error) {
      return { sequence, reason: `这条记录不可能跟在前面的记录之后（${error instanceof Error ? error.message : String(error)}）` };
    }
    previousHash = row.hash;
  }
  return state ? { fold: state } : { sequence: 1, reason: '没有任何记录' };
}

function groupByTicket<T extends { ticketId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.ticketId);
    if (group) group.push(row);
    else groups.set(row.ticketId, [row]);
  }
  return groups;
}

const plain = (value: unknown) => (value instanceof Date ? value.toISOString() : JSON.stringify(value));
/** The same whatever the order of rows and columns. */
function asText(rows: readonly object[]): string {
  return rows
    .map((row) => JSON.stringify(Object.entries(row).map(([name, value]) => [name, plain(value)]).sort()))
    .sort()
    .join('\n');
}
