import { addDays, shanghaiDate, type DateString } from '@shouwen/shared/value';
import { runningResolution } from './clocks-of-ticket.js';
import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** TL-6: an extension is asked for, and granted, before the deadline. */
export function refuseExtension(ticket: TicketFold, now: Date): Refused | null {
  const clock = runningResolution(ticket.clocks);
  if (!clock) return refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-6', '现在没有在计的办结时限，不需要延期');
  return now >= clock.due ? refuse('EXTENSION_TOO_LATE', 'TL-6', '时限已过，不能再延期；请尽快办理并在办结时写明超时原因') : null;
}

/** The last day allowed must lie after the present last day; one in the past never does. */
export function refuseExtensionDate(ticket: TicketFold, until: DateString): Refused | null {
  const clock = runningResolution(ticket.clocks);
  if (!clock) return refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-6', '现在没有在计的办结时限，不需要延期');
  const lastDay = addDays(shanghaiDate(clock.due), -1);
  return until > lastDay ? null : refuse('EXTENSION_DATE_INVALID', 'TL-6', `延期日期应晚于现在的期限（${lastDay}），请重新选择`);
}
