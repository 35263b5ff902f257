import { ticketIdOf } from '@shouwen/shared/value';
import { Refusal } from '../http/index.js';

/** The id behind a number as typed. Refuses `NOT_FOUND` for one that cannot be a ticket's. */
export function requireTicketId(number: string): number {
  const id = ticketIdOf(number);
  if (id === null) throw new Refusal('NOT_FOUND', { message: '没有这个单号，请核对后再找' });
  return id;
}
