import { addDays, shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';
import { refuse, type Refused, type TicketFold } from './ticket-types.js';

const DAYS = 7;

/** The first instant at which it is too late: the end of the seventh day after the answer. */
export function notSolvedUntil(answeredAt: Date): Date {
  return startOfShanghaiDay(addDays(shanghaiDate(answeredAt), DAYS + 1));
}

/** FU-3: within seven days of the answer, once by the resident; later through staff. */
export function refuseNotSolved(ticket: TicketFold, now: Date): Refused | null {
  if (ticket.saidNotSolved) return refuse('NOT_SOLVED_TOO_LATE', 'FU-3', '您已反映过一次没有解决，请拨打客服热线由工作人员处理');
  if (ticket.answer === null || now >= notSolvedUntil(ticket.answer.at)) return refuse('NOT_SOLVED_TOO_LATE', 'FU-3', '已超过 7 天，请拨打客服热线由工作人员为您重新登记');
  return null;
}
