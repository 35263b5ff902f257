import { words, type CommandRule } from '../command-rule.js';
import { refuseNotSolved } from '../resident-may-say-not-solved-once.js';
import { refuse, type CommandOf, type NewEvent } from '../ticket-types.js';
import { duesOfOpening } from './answering.js';

/** FU-2: once. */
export const rate: CommandRule<CommandOf<'rate'>> = {
  who: 'resident', event: 'rated',
  circumstance: (ticket) => (ticket.rating === null ? null : refuse('ALREADY_RATED', 'FU-2', '您已经评价过了')),
  events: (_, { stars, comment }): NewEvent[] => [{ type: 'rated', payload: { stars }, text: words(comment), attachmentIds: [] }],
};

/** FU-3. */
export const notSolved: CommandRule<CommandOf<'not-solved'>> = {
  who: 'resident', event: 'not-solved',
  circumstance: (ticket, _, now) => refuseNotSolved(ticket, now),
  events: (ticket, { reason, attachmentIds }, facts): NewEvent[] => [{ type: 'not-solved', payload: { dues: duesOfOpening(ticket, facts) }, text: reason, attachmentIds }],
};
