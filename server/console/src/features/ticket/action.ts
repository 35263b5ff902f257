import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import type { TicketAction, TicketEventType } from '@shouwen/shared/vocabulary';

/** What staff may do; rating and "not solved" are the resident's. */
export type StaffAction = Exclude<TicketAction, 'rate' | 'not-solved'>;

/** The letter of each action, and the order in which they stand. */
export const actionKeys: Record<StaffAction, string> = {
  accept: 'y', arrive: 'o', return: 'b', respond: 'r', answer: 'a', transfer: 't', 'request-materials': 'm', 'confirm-materials': 'f', close: 'x', note: 'n',
};
const order = Object.keys(actionKeys) as StaffAction[];

export interface Offer {
  action: StaffAction;
  allowed: boolean;
  why: string | null;
}

/** From the server's `allowedActions` only. */
export function offersOf(ticket: StaffTicketDetail): Offer[] {
  return order.flatMap((action) => {
    const found = ticket.allowedActions.find((a) => a.action === action);
    return found ? [{ action, allowed: found.allowed, why: found.why }] : [];
  });
}

/** The step that moves the matter forward now; it gets the one filled button. */
export function nextStep(offers: readonly Offer[], ticket: StaffTicketDetail): StaffAction | null {
  const has = (type: TicketEventType) => ticket.timeline.some((entry) => entry.type === type);
  const steps: StaffAction[] = ticket.state === 'returned'
    ? ['answer', 'respond']
    : has('arrived') ? ['return', 'accept', 'answer']
    : has('responded') ? ['accept', 'arrive', 'return', 'confirm-materials', 'close', 'answer']
    : ['accept', 'arrive', 'return', 'confirm-materials', 'respond', 'close', 'answer'];
  return steps.find((step) => offers.some((o) => o.action === step && o.allowed)) ?? null;
}
