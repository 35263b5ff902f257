import { kindOfCategory } from '@shouwen/shared/vocabulary';
import type { WorkingDays } from './clock-types.js';
import { decideDues, startsWithTicket } from './clocks-of-ticket.js';
import type { EventPayloads, NewEvent } from './ticket-types.js';

/** What the first event records, less what is decided here; `terms` are those of the policies in force (TL-7) and must promise a resolution. */
export interface RegistrationFacts extends Omit<EventPayloads['registered'], 'kind' | 'dues'> {
  readonly attachmentIds: readonly number[];
  readonly now: Date;
  readonly calendar: Pick<WorkingDays, 'isWorkingDay'>;
}

/** FI-1: a ticket begins with its first responsible named and its clocks running. Throws for terms that promise no resolution. */
export function decideRegistration(facts: RegistrationFacts): NewEvent {
  const { category, source, zone, hallId, confidential, residentId, accountId, firstResponsibleId, complainedStaffIds, partnerIds, terms } = facts;
  if (!terms.some((t) => t.clock === 'resolution')) throw new Error(`no policy promises a resolution for ${category}`);
  return {
    type: 'registered',
    text: null,
    attachmentIds: facts.attachmentIds,
    payload: {
      kind: kindOfCategory(category), category, source, zone, hallId, confidential, residentId, accountId, firstResponsibleId,
      complainedStaffIds: [...complainedStaffIds].sort((a, b) => a - b), partnerIds: [...partnerIds].sort((a, b) => a - b),
      terms, dues: decideDues(terms.filter(startsWithTicket), facts.now, facts.calendar),
    },
  };
}
