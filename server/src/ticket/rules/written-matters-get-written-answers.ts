import { writtenSources, type TicketSource } from '@shouwen/shared/vocabulary';
import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** CP-5: what came in writing (online, letter, card, 12345) must be answered in writing. */
export function writtenAnswerRequired(source: TicketSource): boolean {
  return writtenSources.includes(source);
}

/** Whether the answers given so far allow closing. `about`: an answer being given in the same act. */
export function refuseWithoutAnswer(ticket: TicketFold, about: { written: boolean } | null): Refused | null {
  if (ticket.answer === null && about === null) return refuse('ANSWER_REQUIRED', 'FI-2', '还没有答复居民，不能办结');
  if (writtenAnswerRequired(ticket.source) && !ticket.answeredInWriting && about?.written !== true)
    return refuse('WRITTEN_ANSWER_REQUIRED', 'CP-5', '书面提交的事项必须书面答复后才能办结');
  return null;
}

/** While materials are awaited no deadline runs (TL-2); a spoken answer to a written matter would leave it open without any. */
export function refuseSpokenWhileWaiting(ticket: TicketFold, { written }: { written: boolean }): Refused | null {
  if (ticket.state !== 'waiting-materials' || written || !writtenAnswerRequired(ticket.source)) return null;
  return refuse('WRITTEN_ANSWER_REQUIRED', 'CP-5', '正在等待居民补材料；不再等待的，请书面答复');
}
