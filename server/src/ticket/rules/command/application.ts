import { decideDues, termsFromOpening } from '../clocks-of-ticket.js';
import { plain, words, type CommandRule } from '../command-rule.js';
import { refuseLeavingComplaints } from '../complaints-leave-only-by-the-supervisor.js';
import { refuseWhileMerged } from '../merged-work-is-done-on-the-main-ticket.js';
import { nextStepOf, refuseStep } from '../steps-are-signed-in-order.js';
import { refuse, type CommandOf, type NewEvent, type Refused, type TicketFold } from '../ticket-types.js';

const onlyAccepted = (ticket: TicketFold): Refused | null => {
  if (ticket.kind !== 'application') return refuse('TICKET_ACTION_NOT_ALLOWED', 'AP-3', '只有业务申请有办理步骤');
  return ticket.acceptedAt === null ? refuse('TICKET_ACTION_NOT_ALLOWED', 'AP-2', '请先受理') : null;
};

/** AP-1, CP-3: put right with a reason, before acceptance; the limit of the right category runs from the registration all the same. */
export const recategorise: CommandRule<CommandOf<'recategorise'>> = {
  who: 'first-responsible-or-supervisor', event: 'recategorised',
  circumstance: (ticket) =>
    refuseWhileMerged(ticket) ??
    (ticket.acceptedAt === null ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'AP-1', '已受理的申请不能改类')) ??
    (ticket.departmentId === null ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-6', '工单在部门手中，请等部门交回')),
  content(ticket, { category }, { namedCategory, actor }) {
    if (!namedCategory) return refuse('INVALID_INPUT', 'AP-1', '没有这个类别，请重新选择');
    if (category === ticket.category) return refuse('INVALID_INPUT', 'AP-1', '类别没有变化');
    return refuseLeavingComplaints(ticket, namedCategory.kind, actor);
  },
  events(ticket, { reason }, facts): NewEvent[] {
    const named = facts.namedCategory!;
    // What was already done, in time or late, is not asked for again.
    const settled = ticket.clocks.filter((clock) => clock.startedAt >= ticket.openedAt && clock.fulfilled).map((clock) => clock.terms.clock);
    const terms = termsFromOpening(named.terms, named.steps?.[0] ?? null).filter(({ clock }) => !settled.includes(clock));
    return [{ type: 'recategorised', text: reason, attachmentIds: [], payload: { ...named, fromCategory: ticket.category, dues: decideDues(terms, ticket.openedAt, facts) } }];
  },
};

/** AP-2. */
export const acceptApplication: CommandRule<CommandOf<'accept-application'>> = {
  who: 'first-responsible', event: 'application-accepted',
  circumstance(ticket) {
    if (ticket.kind !== 'application') return refuse('TICKET_ACTION_NOT_ALLOWED', 'AP-2', '只有业务申请需要受理');
    return ticket.acceptedAt === null ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'AP-2', '已经受理过了');
  },
  events: (_, { note }) => [plain('application-accepted', words(note))],
};

/** AP-3: signed by whoever did it; the next step's limit runs from the end of this one (E4). */
export const signStep: CommandRule<CommandOf<'sign-step'>> = {
  who: 'first-responsible-or-department', event: 'step-signed',
  circumstance: (ticket) => onlyAccepted(ticket) ?? (nextStepOf(ticket) === null ? refuse('TICKET_ACTION_NOT_ALLOWED', 'AP-3', '步骤都已签完') : null),
  content: (ticket, { step, passed, note }) => refuseStep(ticket, step) ?? (!passed && note.trim() === '' ? refuse('REASON_REQUIRED', 'AP-3', '未通过的步骤请写明原因') : null),
  events(ticket, { step, passed, note, attachmentIds }, facts): NewEvent[] {
    const steps = ticket.steps.map((s) => s.step);
    const next = passed ? steps[steps.indexOf(step) + 1] : undefined;
    return [{
      type: 'step-signed', text: words(note), attachmentIds,
      payload: { step, passed, dues: decideDues(ticket.terms.filter(({ clock }) => clock === next), facts.now, facts) },
    }];
  },
};

/** AP-4: whether what was approved is what was asked for. */
export const signComparison: CommandRule<CommandOf<'sign-comparison'>> = {
  who: 'first-responsible-or-leader', event: 'comparison-signed',
  circumstance: (ticket) =>
    onlyAccepted(ticket) ??
    (nextStepOf(ticket) === null ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'AP-4', '步骤全部签完后才能核对')) ??
    (ticket.comparison ? refuse('TICKET_ACTION_NOT_ALLOWED', 'AP-4', '已经核对签字') : null),
  content: (_, { matches, difference }) => (!matches && difference.trim() === '' ? refuse('REASON_REQUIRED', 'AP-4', '不一致的，请写明差异和处理') : null),
  events: (_, { matches, difference }): NewEvent[] => [{ type: 'comparison-signed', payload: { matches }, text: words(difference), attachmentIds: [] }],
};
