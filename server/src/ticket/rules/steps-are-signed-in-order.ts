import { clockLabels, type ApplicationStep } from '@shouwen/shared/vocabulary';
import { refuse, type Refused, type TicketFold } from './ticket-types.js';

/** AP-3: the step to be signed next; null when all are signed, or one was not passed. */
export function nextStepOf(ticket: Pick<TicketFold, 'steps'>): ApplicationStep | null {
  if (ticket.steps.some(({ signed }) => signed?.passed === false)) return null;
  return ticket.steps.find(({ signed }) => signed === null)?.step ?? null;
}

/** AP-3: survey, design, approval, works, acceptance, each after the one before. */
export function refuseStep(ticket: Pick<TicketFold, 'steps'>, step: ApplicationStep): Refused | null {
  const next = nextStepOf(ticket);
  return next === step ? null : refuse('STEP_OUT_OF_ORDER', 'AP-3', next === null ? '步骤都已签完' : `应先签“${clockLabels[next]}”`);
}
