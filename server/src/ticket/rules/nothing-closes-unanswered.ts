import { refuseWithoutComparison } from './applications-close-after-the-comparison.js';
import { refuseWithoutConclusion } from './complaints-close-with-outcome-and-lesson.js';
import { refuseWithoutSignpost } from './out-of-scope-needs-a-signpost.js';
import { refuseWithoutDelayReason } from './overdue-needs-a-reason.js';
import type { Refused, TicketFold } from './ticket-types.js';
import { refuseWithoutAnswer } from './written-matters-get-written-answers.js';

/** Everything that must be there before a ticket closes; `answer`: one being given in the same act. */
export function refuseClosing(ticket: TicketFold, { answer, delayReason, now }: { answer: { written: boolean; signpost: string } | null; delayReason: string; now: Date }): Refused | null {
  return (
    refuseWithoutAnswer(ticket, answer) ?? refuseWithoutConclusion(ticket) ?? refuseWithoutComparison(ticket) ?? refuseWithoutSignpost(ticket, answer?.signpost ?? '') ??
    refuseWithoutDelayReason(ticket, delayReason, now)
  );
}
