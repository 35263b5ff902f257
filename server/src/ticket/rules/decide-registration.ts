import { type Counting, decideDues, termsFromOpening } from './clocks-of-ticket.js';
import type { EventPayloads, NewEvent } from './ticket-types.js';

/** What the first event records, less what is decided here; `terms` are those of the policies in force (TL-7) and must promise a resolution. */
export interface RegistrationFacts extends Omit<EventPayloads['registered'], 'dues'>, Counting {
  readonly attachmentIds: readonly number[];
  readonly now: Date;
}

/** FI-1: a ticket begins with its first responsible named and its clocks running. Throws for terms that promise no resolution. */
export function decideRegistration({ attachmentIds, now, calendar, calendarEdition, ...facts }: RegistrationFacts): NewEvent {
  const { terms, steps, category } = facts;
  if (!terms.some((t) => t.clock === 'resolution')) throw new Error(`no policy promises a resolution for ${category}`);
  return {
    type: 'registered',
    text: null,
    attachmentIds,
    payload: {
      ...facts,
      complainedStaffIds: [...facts.complainedStaffIds].sort((a, b) => a - b), partnerIds: [...facts.partnerIds].sort((a, b) => a - b),
      dues: decideDues(termsFromOpening(terms, steps?.[0] ?? null), now, { calendar, calendarEdition }),
    },
  };
}
