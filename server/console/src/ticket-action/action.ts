import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import type { TicketAction, TicketEventType } from '@shouwen/shared/vocabulary';

/** What staff may do; the rest is the resident's. */
export type StaffAction = Exclude<TicketAction, 'rate' | 'not-solved' | 'supply-materials'>;

/** The letter of each action, in the order in which they stand. Those of `front` work on the ticket itself, all of them in 更多. */
export const actionKeys: Record<StaffAction, string> = {
  accept: 'y', 'accept-application': 'w', arrive: 'o', 'finish-part': 'p', return: 'b', respond: 'r', answer: 'a', transfer: 't', 'request-materials': 'm', 'confirm-materials': 'f',
  'answer-chase': 'h', 'state-position': 's', 'sign-step': '1', 'sign-comparison': '2', coordinate: 'c', 'decide-extension': 'd', 'name-complained': '7', 'assign-investigator': 'i', 'record-finding': 'u', conclude: 'v',
  close: 'x', note: 'n', reject: 'j', 'request-coordination': 'q', 'request-extension': 'l', escalate: 'e', recategorise: 'z', attach: '3', merge: '4', detach: '5', reopen: '6', reassign: 'g', 'find-fault': 'k',
};
const order = Object.keys(actionKeys) as StaffAction[];

/** As they stand in 更多. */
export const actionGroups: readonly { title: string; actions: readonly StaffAction[] }[] = [
  { title: '办理', actions: ['accept', 'arrive', 'finish-part', 'return', 'transfer', 'reject', 'request-coordination', 'state-position', 'answer-chase'] },
  { title: '居民', actions: ['respond', 'answer', 'request-materials', 'confirm-materials', 'close', 'reopen', 'note'] },
  { title: '期限与上报', actions: ['request-extension', 'escalate', 'decide-extension', 'coordinate'] },
  { title: '业务申请', actions: ['accept-application', 'sign-step', 'sign-comparison'] },
  { title: '投诉', actions: ['name-complained', 'assign-investigator', 'record-finding', 'conclude'] },
  { title: '更正与关联', actions: ['recategorise', 'attach', 'merge', 'detach', 'reassign', 'find-fault'] },
];
/** What is done every day: one key away on the ticket itself. */
const front: readonly StaffAction[] = ['accept', 'arrive', 'return', 'respond', 'answer', 'transfer', 'request-materials', 'confirm-materials', 'close', 'note'];
export const isFront = (action: StaffAction): boolean => front.includes(action);

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
  const awaited: StaffAction[] = [
    ...(ticket.extension ? (['decide-extension'] as const) : []),
    ...(ticket.coordination ? (['coordinate', 'state-position'] as const) : []),
    ...(ticket.chase ? (['answer-chase'] as const) : []),
    ...(ticket.materials.broughtAt ? (['confirm-materials'] as const) : []),
    ...(ticket.awaitsLeader === 'escalation' ? (['coordinate'] as const) : []),
    'accept-application', 'finish-part',
    // CP-3, CP-8: an investigator is named, writes down what was found, then concludes.
    ...(ticket.kind === 'complaint' && !has('investigator-assigned') && ticket.outcome === null ? (['assign-investigator'] as const) : []),
    ...(has('investigator-assigned') && ticket.outcome === null ? (ticket.investigation?.entries.some((entry) => entry.type === 'finding-recorded') ? (['conclude'] as const) : (['record-finding'] as const)) : []),
  ];
  // While the resident brings what is missing there is nothing to do but wait (TL-2).
  const steps: StaffAction[] = ticket.state === 'waiting-materials'
    ? []
    : ticket.state === 'returned'
    ? ['answer', 'respond']
    : ticket.state === 'answered' ? ['conclude', 'sign-comparison', 'close']
    : ticket.kind === 'application' && ticket.application?.nextStep && !offers.some((o) => o.action === 'transfer' && o.allowed) ? ['accept', 'sign-step', 'return', 'answer']
    : has('arrived') ? ['return', 'accept', 'answer']
    : has('responded') ? ['accept', 'arrive', 'return', 'confirm-materials', 'close', 'answer']
    // E3: minutes count; a leak goes to the crew before anything else.
    : ticket.kind === 'leak' && ticket.state === 'registered' ? ['transfer', 'respond']
    : ['accept', 'arrive', 'return', 'confirm-materials', 'respond', 'close', 'answer'];
  return [...awaited, ...steps].find((step) => offers.some((o) => o.action === step && o.allowed)) ?? null;
}

/** The next step first, then the few that are likely; the others stand in 更多. */
export function likelyOf(offers: readonly Offer[], next: StaffAction | null, most = 5): Offer[] {
  const possible = offers.filter((offer) => offer.allowed);
  const first = possible.filter((offer) => offer.action === next);
  return [...first, ...possible.filter((offer) => offer.action !== next && isFront(offer.action)).slice(0, most)];
}
