import type { TicketEventType } from '@shouwen/shared/vocabulary';
import type { ActorFacts, Facts, NewEvent, Refused, TicketCommand, TicketFold } from './ticket-types.js';

/** Whose action it is; what each word means stands in `who-may-act.ts`. */
export type Who =
  | 'first-responsible'
  | 'department'
  | 'co-department'
  | 'involved-department'
  | 'first-responsible-or-department'
  | 'whoever-has-the-work'
  | 'leader'
  | 'supervisor'
  | 'investigator'
  | 'first-responsible-or-supervisor'
  | 'first-responsible-or-leader'
  | 'whoever-may-reopen'
  | 'resident'
  | 'anyone';

/** One action: whose it is, what it leads to, what forbids it, and what it records. */
export interface CommandRule<C extends TicketCommand> {
  readonly who: Who;
  /** Must be possible in the ticket's state. */
  readonly event: TicketEventType;
  /** What about the ticket forbids it, whatever is said: such an action is not offered. */
  readonly circumstance?: (ticket: TicketFold, actor: ActorFacts, now: Date) => Refused | null;
  /** What about the words and names given forbids it. */
  readonly content?: (ticket: TicketFold, command: C, facts: Facts) => Refused | null;
  readonly events: (ticket: TicketFold, command: C, facts: Facts) => NewEvent[];
}

export type Plain = {
  [T in NewEvent['type']]: Extract<NewEvent, { type: T }>['payload'] extends Record<string, never> ? T : never;
}[NewEvent['type']];

/** An event that says nothing but that it happened, with the words and files that belong to it. */
export function plain(type: Plain, text: string | null = null, attachmentIds: readonly number[] = []): NewEvent {
  return { type, payload: {}, text, attachmentIds } as NewEvent;
}

/** Null for words that are none. */
export const words = (text: string): string | null => (text.trim() === '' ? null : text);
