import { ticketActionLabels, ticketStateLabels, type TicketAction } from '@shouwen/shared/vocabulary';
import { refuseArchived } from './archived-tickets-are-read-only.js';
import { isRatedBadly } from './bad-ratings-are-looked-into.js';
import type { CommandRule, Who } from './command-rule.js';
import { refuse, type ActorFacts, type Refused, type TicketCommand, type TicketFold } from './ticket-types.js';
import { stateAfter } from './transitions.js';
import { refuseWithoutAnswer } from './written-matters-get-written-answers.js';
import { investigatorOf, leads, maySee } from './who-may-see.js';
import { mayAnswerFor } from './whoever-stands-in-covers.js';

/** Why this person cannot do this to the ticket now, whatever they would say; null when they can. The one source for commands and for what the screens offer. */
export function refuseRule<C extends TicketCommand>(ticket: TicketFold, rule: CommandRule<C>, action: TicketAction, actor: ActorFacts, now: Date): Refused | null {
  if (!maySee(actor, ticket)) return refuse('NOT_FOUND', null, '没有找到这张工单');
  return refusePerson(ticket, rule.who, actor) ?? refuseArchived(ticket) ?? refuseState(ticket, rule, action) ?? rule.circumstance?.(ticket, actor, now) ?? null;
}

/** Whether such a viewer is ever offered actions of this kind; residents and staff have different things to do. */
export function isOfferedTo(who: Who, viewer: ActorFacts): boolean {
  return who === 'anyone' || (who === 'resident') === (viewer.kind === 'resident');
}

function refusePerson(ticket: TicketFold, who: Who, actor: ActorFacts): Refused | null {
  if (actor.kind === 'resident') return who === 'resident' || who === 'anyone' ? null : refuse('FORBIDDEN', null, '只能由工作人员进行');
  if (who === 'resident') return refuse('FORBIDDEN', 'FU-2', '只能由居民本人进行');
  const firstResponsible = mayAnswerFor(ticket, actor);
  const inDepartment = actor.departmentId !== null && actor.departmentId === ticket.departmentId;
  const supervisor = actor.roles.includes('supervisor') && ticket.kind === 'complaint';
  switch (who) {
    case 'anyone':
      return null;
    case 'first-responsible':
      return firstResponsible ? null : refuse('NOT_FIRST_RESPONSIBLE', 'FI-2', '只有首问责任人可以进行这项操作');
    case 'department':
      if (inDepartment) return null;
      return ticket.departmentId === null
        ? refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-3', '这张工单现在不在部门手中')
        : refuse('NOT_HANDLER', 'FI-3', '只有承办部门的人员可以进行这项操作');
    case 'co-department':
      if (ticket.coParts.some((part) => part.departmentId === actor.departmentId && part.finishedAt === null)) return null;
      return refuse('NOT_HANDLER', 'FI-3', '本部门没有未办完的协办事项');
    case 'involved-department':
      // Whoever is named before the leader may speak: who had it, who rejected it, who is proposed.
      if (actor.departmentId !== null && isInvolved(ticket, actor.departmentId)) return null;
      return refuse('NOT_HANDLER', 'FI-3', '只有有关部门的人员可以说明意见');
    case 'first-responsible-or-department':
      if (firstResponsible || inDepartment) return null;
      return refuse('NOT_FIRST_RESPONSIBLE', 'FI-2', '只有首问责任人和承办部门可以进行这项操作');
    case 'whoever-has-the-work':
      if (ticket.departmentId === null ? firstResponsible : inDepartment) return null;
      return refuse('NOT_HANDLER', 'FI-7', '应由正在办理的部门或人员回复');
    case 'leader':
      return leads(actor, ticket) || supervisor ? null : refuse('FORBIDDEN', 'FI-3', '只有负责人可以进行这项操作');
    case 'supervisor':
      return supervisor ? null : refuse('FORBIDDEN', 'CP-3', '只有效能监察可以进行这项操作');
    case 'investigator':
      return supervisor || actor.id === investigatorOf(ticket) ? null : refuse('FORBIDDEN', 'CP-6', '只有调查人和效能监察可以进行这项操作');
    case 'first-responsible-or-supervisor':
      return firstResponsible || supervisor ? null : refuse('NOT_FIRST_RESPONSIBLE', 'FI-2', '只有首问责任人可以进行这项操作');
    case 'first-responsible-or-leader':
      return firstResponsible || leads(actor, ticket) ? null : refuse('NOT_FIRST_RESPONSIBLE', 'AP-4', '只有首问责任人和负责人可以进行这项操作');
    case 'whoever-may-reopen':
      if (actor.roles.includes('supervisor') && isRatedBadly(ticket)) return null;
      return firstResponsible || supervisor || leads(actor, ticket) || actor.roles.includes('hotline') ? null : refuse('FORBIDDEN', 'FU-3', '请首问责任人、负责人或热线重新办理');
  }
}

/** FI-3: the departments whose word the leader asks for. */
export function isInvolved({ departmentsVisited, coordination }: Pick<TicketFold, 'departmentsVisited' | 'coordination'>, departmentId: number): boolean {
  return departmentsVisited.includes(departmentId) || coordination?.departmentId === departmentId || coordination?.proposedDepartmentId === departmentId;
}

function refuseState<C extends TicketCommand>(ticket: TicketFold, rule: CommandRule<C>, action: TicketAction): Refused | null {
  if (stateAfter(ticket.state, rule.event) !== null) return null;
  if (action === 'close' && ticket.answer === null) return refuseWithoutAnswer(ticket, null);
  return refuse('TICKET_ACTION_NOT_ALLOWED', null, `工单“${ticketStateLabels[ticket.state]}”，不能${ticketActionLabels[action]}`);
}
