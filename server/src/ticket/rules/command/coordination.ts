import { escalationLabels } from '@shouwen/shared/vocabulary';
import { plain, words, type CommandRule } from '../command-rule.js';
import { isHigher } from '../escalation-goes-up.js';
import { refuseWhileMerged } from '../merged-work-is-done-on-the-main-ticket.js';
import { refuse, type CommandOf, type Facts, type NewEvent } from '../ticket-types.js';
import { returnDues } from './department-work.js';

/** FI-3: unclear whose it is, or several sections': the leader decides. */
export const requestCoordination: CommandRule<CommandOf<'request-coordination'>> = {
  who: 'first-responsible', event: 'coordination-opened',
  circumstance: (ticket) =>
    refuseWhileMerged(ticket) ?? (ticket.departmentId === null || ticket.state === 'transferred' ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-6', '部门已接单办理，请等部门交回结果')),
  events: (_, { reason }): NewEvent[] => [{
    type: 'coordination-opened', payload: { cause: 'requested', departmentId: null, proposedDepartmentId: null }, text: reason, attachmentIds: [],
  }],
};

/** FI-4: a department cannot simply return a ticket; its reason and the owner it proposes go to the leader. */
export const reject: CommandRule<CommandOf<'reject'>> = {
  who: 'department', event: 'coordination-opened',
  circumstance: (ticket) => (ticket.state === 'transferred' ? null : refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-4', '已接单的工单不能退回；办不了的请上报')),
  content(ticket, { proposedDepartmentId }, { departments }) {
    if (proposedDepartmentId === ticket.departmentId) return refuse('INVALID_INPUT', 'FI-4', '提议的部门不能是本部门');
    return departments.has(proposedDepartmentId) ? null : refuse('INVALID_INPUT', 'FI-4', '退回时必须提议由哪个部门办理');
  },
  events: (ticket, { reason, proposedDepartmentId }): NewEvent[] => [{
    type: 'coordination-opened', payload: { cause: 'rejected', departmentId: ticket.departmentId, proposedDepartmentId }, text: reason, attachmentIds: [],
  }],
};

/** What each department says stands before the leader. */
export const statePosition: CommandRule<CommandOf<'state-position'>> = {
  who: 'involved-department', event: 'department-stated',
  events: (_, { text }, { actor }): NewEvent[] => [{ type: 'department-stated', payload: { departmentId: actor.departmentId ?? 0 }, text, attachmentIds: [] }],
};

/** FI-3: the leader must name one lead department, and any that co-handle. */
export const coordinate: CommandRule<CommandOf<'coordinate'>> = {
  who: 'leader', event: 'coordinated',
  circumstance: refuseWhileMerged,
  content(ticket, { departmentId, coDepartmentIds, rejectionUnfounded }, { departments }) {
    if (!departments.has(departmentId)) return refuse('INVALID_INPUT', 'FI-3', '请指定一个主办部门');
    if (coDepartmentIds.some((id) => !departments.has(id))) return refuse('INVALID_INPUT', 'FI-3', '协办部门不存在，请重新选择');
    if (coDepartmentIds.includes(departmentId) || new Set(coDepartmentIds).size !== coDepartmentIds.length) return refuse('INVALID_INPUT', 'FI-3', '主办部门不能同时协办，协办部门不能重复');
    return rejectionUnfounded && ticket.coordination?.cause !== 'rejected' ? refuse('INVALID_INPUT', 'FI-4', '没有部门退回过，不能认定退回不成立') : null;
  },
  events: (ticket, { departmentId, coDepartmentIds, rejectionUnfounded, note }, facts: Facts): NewEvent[] => [{
    type: 'coordinated', text: words(note), attachmentIds: [],
    payload: { departmentId, coDepartmentIds: [...coDepartmentIds], unfoundedRejectionOf: rejectionUnfounded ? (ticket.coordination?.departmentId ?? null) : null, dues: returnDues(ticket, facts) },
  }],
};

/** FI-8: hard matters go up, at any time, level by level or past one. */
export const escalate: CommandRule<CommandOf<'escalate'>> = {
  who: 'first-responsible-or-department', event: 'escalated',
  circumstance: (ticket) => (ticket.escalation === 'company-leader' ? refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-8', '已上报到公司领导') : null),
  content: (ticket, { level }) => (isHigher(level, ticket.escalation) ? null : refuse('INVALID_INPUT', 'FI-8', `已上报到${escalationLabels[level]}或更高，请选择更高一级`)),
  events: (_, { level, reason }): NewEvent[] => [{ type: 'escalated', payload: { level }, text: reason, attachmentIds: [] }],
};

/** FI-7: how it stands, from whoever has the work. */
export const answerChase: CommandRule<CommandOf<'answer-chase'>> = {
  who: 'whoever-has-the-work', event: 'chase-answered',
  circumstance: (ticket) => (ticket.chase === null ? refuse('TICKET_ACTION_NOT_ALLOWED', 'FI-7', '没有待回复的催办') : null),
  events: (_, { text }) => [plain('chase-answered', text)],
};
