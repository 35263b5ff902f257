import { ticketActionLabels, ticketStateLabels, type TicketAction } from '@shouwen/shared/vocabulary';
import { isOpen } from './clocks-of-ticket.js';
import { refuseNotSolved } from './resident-may-say-not-solved-once.js';
import { refuse, type ActorFacts, type Refused, type TicketFold } from './ticket-types.js';
import { eventOfAction, stateAfter } from './transitions.js';
import { refuseWithoutAnswer } from './written-matters-get-written-answers.js';
import { maySee } from './who-may-see.js';

type Who = 'first-responsible' | 'department' | 'first-responsible-or-handler' | 'resident' | 'resident-or-staff';

/** FI-2, FI-6: who does what. The first responsible keeps the matter and answers; the department does the work. */
const whoMay: Readonly<Record<TicketAction, Who>> = {
  respond: 'first-responsible',
  transfer: 'first-responsible',
  accept: 'department',
  arrive: 'department',
  return: 'department',
  answer: 'first-responsible',
  close: 'first-responsible',
  note: 'resident-or-staff',
  'request-materials': 'first-responsible-or-handler',
  'confirm-materials': 'first-responsible-or-handler',
  rate: 'resident',
  'not-solved': 'resident',
};

/** Why this person cannot do this to the ticket now; null when they can. The one source for commands and for what the screens offer. */
export function refuseAction(ticket: TicketFold, action: TicketAction, actor: ActorFacts, now: Date): Refused | null {
  if (!maySee(actor, ticket)) return refuse('NOT_FOUND', null, '没有找到这张工单');
  return refusePerson(ticket, action, actor) ?? refuseState(ticket, action, actor) ?? refuseCircumstance(ticket, action, now);
}

/** What a viewer of this kind is offered; residents and staff have different things to do. */
export function actionsFor(viewer: ActorFacts): TicketAction[] {
  const kinds: Who[] = viewer.kind === 'resident' ? ['resident', 'resident-or-staff'] : ['first-responsible', 'department', 'first-responsible-or-handler', 'resident-or-staff'];
  return (Object.keys(whoMay) as TicketAction[]).filter((action) => kinds.includes(whoMay[action]));
}

function refusePerson(ticket: TicketFold, action: TicketAction, actor: ActorFacts): Refused | null {
  const firstResponsible = actor.kind === 'staff' && actor.id === ticket.firstResponsibleId;
  const inDepartment = actor.kind === 'staff' && actor.departmentId !== null && actor.departmentId === ticket.departmentId;
  switch (whoMay[action]) {
    case 'first-responsible':
      return firstResponsible ? null : refuse('NOT_FIRST_RESPONSIBLE', 'FI-2', '只有首问责任人可以进行这项操作');
    case 'department':
      if (inDepartment) return null;
      return ticket.departmentId === null
        ? refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-3', '这张工单现在不在部门手中')
        : refuse('NOT_HANDLER', 'FI-3', '只有承办部门的人员可以进行这项操作');
    case 'first-responsible-or-handler':
      // While a department has the work, its handler knows what is missing; otherwise the first responsible does.
      if (ticket.departmentId === null ? firstResponsible : inDepartment || firstResponsible) return null;
      return refuse('NOT_FIRST_RESPONSIBLE', 'FI-2', '只有首问责任人和承办人员可以进行这项操作');
    case 'resident':
      return actor.kind === 'resident' ? null : refuse('FORBIDDEN', 'FU-2', '只能由居民本人进行');
    case 'resident-or-staff':
      return null;
  }
}

function refuseState(ticket: TicketFold, action: TicketAction, actor: ActorFacts): Refused | null {
  if (stateAfter(ticket.state, eventOfAction[action]) === null) {
    if (action === 'close' && ticket.answer === null) return refuseWithoutAnswer(ticket, null);
    return refuse('TICKET_ACTION_NOT_ALLOWED', null, `工单“${ticketStateLabels[ticket.state]}”，不能${ticketActionLabels[action]}`);
  }
  if (action === 'note' && actor.kind === 'resident' && ticket.state === 'closed')
    return refuse('TICKET_ACTION_NOT_ALLOWED', 'FU-3', '工单已办结；如果没有解决，请点“没有解决”');
  return null;
}

function refuseCircumstance(ticket: TicketFold, action: TicketAction, now: Date): Refused | null {
  switch (action) {
    case 'transfer':
    case 'answer':
      if (ticket.departmentId === null || ticket.state === 'transferred') return null;
      return refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-6', '部门已接单办理，请等部门交回结果');
    case 'return':
      return null;
    case 'arrive':
      if (!ticket.terms.some((terms) => terms.clock === 'on-site')) return refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-7', '这类事项没有到达现场的要求');
      return ticket.clocks.some((clock) => clock.terms.clock === 'on-site' && isOpen(clock)) ? null : refuse('TICKET_ACTION_NOT_ALLOWED', null, '已记录过到达现场');
    case 'request-materials':
      return ticket.kind === 'leak' ? refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-2', '抢修不需要居民补材料') : null;
    case 'rate':
      return ticket.rating === null ? null : refuse('ALREADY_RATED', 'FU-2', '您已经评价过了');
    case 'not-solved':
      return refuseNotSolved(ticket, now);
    case 'close':
      return refuseWithoutAnswer(ticket, null);
    default:
      return null;
  }
}
