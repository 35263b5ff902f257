import { createHash } from 'node:crypto';
import type { TicketEventRow } from './ticket.entity.js';
import type { TicketEvent } from './rules/ticket-types.js';

/** Before the first event of every ticket. */
export const CHAIN_START = '0'.repeat(64);

/** SHA-256 over everything an entry says, the ticket it belongs to, and the entry before it (PR-2). */
export function hashOf(row: Omit<TicketEventRow, 'id' | 'hash'>): string {
  const parts = [row.ticketId, row.sequence, row.type, row.at.toISOString(), row.actorKind, row.actorId, row.payload, row.previousHash];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The entry of an event that follows `previousHash`, sealed. */
export function sealed(ticketId: number, event: TicketEvent, previousHash: string): Omit<TicketEventRow, 'id'> {
  const row = {
    ticketId, sequence: event.sequence, type: event.type, at: event.at, actorKind: event.actor.kind, actorId: event.actor.id,
    payload: JSON.stringify(event.payload), previousHash,
  };
  return { ...row, hash: hashOf(row) };
}

export function eventOf(row: TicketEventRow): TicketEvent {
  // The payload's shape follows from the type it was written with.
  return { sequence: row.sequence, type: row.type, at: row.at, actor: { kind: row.actorKind, id: row.actorId }, payload: JSON.parse(row.payload) } as TicketEvent;
}
