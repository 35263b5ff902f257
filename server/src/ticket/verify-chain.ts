import { type EntityManager, In, MoreThan } from 'typeorm';
import { CHAIN_START, eventOf, hashOf } from './event-chain.js';
import { evolve } from './rules/evolve.js';
import type { TicketFold } from './rules/ticket-types.js';
import { clockRows, excludedRows, foldColumns } from './ticket-row.js';
import { Ticket, TicketClockRow, TicketEventRow, TicketExcluded } from './ticket.entity.js';

const BATCH = 200;

export interface ChainFault {
  ticketId: number;
  /** The first event that is wrong; null when the record is sound and what was folded from it is not. */
  sequence: number | null;
  reason: string;
}
export interface ChainReport {
  tickets: number;
  events: number;
  faults: ChainFault[];
}

/**
 * PR-2, CP-3: proves that no ticket's record was changed, shortened or reordered, and that each ticket's row, clocks and exclusions are what its
 * record folds to. Reads in batches, so it can run beside the day's work. At most `mostFaults` are reported.
 */
export async function verifyChain(manager: EntityManager, { mostFaults = 100 }: { mostFaults?: number } = {}): Promise<ChainReport> {
  const report: ChainReport = { tickets: 0, events: 0, faults: [] };
  for (let after = 0; ; ) {
    const tickets = await manager.find(Ticket, { where: { id: MoreThan(after) }, order: { id: 'ASC' }, take: BATCH });
    const last = tickets.at(-1);
    if (!last) break;
    const ticketId = In(tickets.map((ticket) => ticket.id));
    const events = groupByTicket(await manager.find(TicketEventRow, { where: { ticketId }, order: { ticketId: 'ASC', sequence: 'ASC' } }));
    const clocks = groupByTicket(await manager.findBy(TicketClockRow, { ticketId }));
    const excluded = groupByTicket(await manager.findBy(TicketExcluded, { ticketId }));
    for (const ticket of tickets) {
      const record = events.get(ticket.id) ?? [];
      report.tickets += 1;
      report.events += record.length;
      const fault = faultOf(ticket, record, clocks.get(ticket.id) ?? [], excluded.get(ticket.id) ?? []) && (await lastingFault(manager, ticket.id));
      if (fault) report.faults.push({ ticketId: ticket.id, ...fault });
      if (report.faults.length >= mostFaults) return report;
    }
    after = last.id;
  }
  report.faults.push(...(await recordsWithoutTicket(manager)));
  return report;
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
  if (wrong.length > 0) return { sequence: null, reason: `the row differs from its record in ${wrong.join(', ')}` };
  if (asText(clocks) !== asText(clockRows(ticket.id, folded.fold))) return { sequence: null, reason: 'the clocks differ from the record' };
  return asText(excluded) === asText(excludedRows(ticket.id, folded.fold)) ? null : { sequence: null, reason: 'the exclusions differ from the record' };
}

function fold(record: readonly TicketEventRow[]): { fold: TicketFold } | Fault {
  let state: TicketFold | null = null;
  let previousHash = CHAIN_START;
  for (const [index, row] of record.entries()) {
    const sequence = index + 1;
    if (row.sequence !== sequence) return { sequence, reason: 'an event is missing' };
    if (row.previousHash !== previousHash) return { sequence, reason: 'the event does not follow the one before it' };
    if (row.hash !== hashOf(row)) return { sequence, reason: 'the event was changed' };
    try {
      state = evolve(state, eventOf(row));
    } catch (error) {
      return { sequence, reason: error instanceof Error ? error.message : String(error) };
    }
    previousHash = row.hash;
  }
  return state ? { fold: state } : { sequence: 1, reason: 'the record is empty' };
}

async function recordsWithoutTicket(manager: EntityManager): Promise<ChainFault[]> {
  const rows: { ticketId: number }[] = await manager
    .createQueryBuilder(TicketEventRow, 'e')
    .select('e.ticketId', 'ticketId')
    .where('NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = e.ticket_id)')
    .groupBy('e.ticketId')
    .limit(BATCH)
    .getRawMany();
  return rows.map((row) => ({ ticketId: Number(row.ticketId), sequence: null, reason: 'the ticket is gone and its record remains' }));
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
