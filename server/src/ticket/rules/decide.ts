import type { TicketAction } from '@shouwen/shared/vocabulary';
import * as answering from './command/answering.js';
import * as application from './command/application.js';
import * as complaint from './command/complaint.js';
import * as coordination from './command/coordination.js';
import * as work from './command/department-work.js';
import * as extension from './command/extension.js';
import * as linking from './command/linking.js';
import * as materials from './command/materials.js';
import * as resident from './command/resident.js';
import * as responsibility from './command/responsibility.js';
import type { CommandRule } from './command-rule.js';
import { refuse, type CommandOf, type Decision, type Facts, type Refused, type TicketCommand, type TicketFold } from './ticket-types.js';
import { refuseRule } from './who-may-act.js';
import { leads, maySee } from './who-may-see.js';
import { coverEvents } from './whoever-stands-in-covers.js';

/** Everything that people can do to a ticket. */
export const commandRules: { readonly [T in TicketAction]: CommandRule<CommandOf<T>> } = {
  respond: answering.respond,
  transfer: work.transfer,
  'request-coordination': coordination.requestCoordination,
  'state-position': coordination.statePosition,
  coordinate: coordination.coordinate,
  accept: work.accept,
  reject: coordination.reject,
  arrive: work.arrive,
  'finish-part': work.finishPart,
  return: work.returnResult,
  escalate: coordination.escalate,
  'answer-chase': coordination.answerChase,
  'request-extension': extension.requestExtension,
  'decide-extension': extension.decideExtension,
  reassign: responsibility.reassign,
  'find-fault': responsibility.findFault,
  'name-complained': complaint.nameComplained,
  'assign-investigator': complaint.assignInvestigator,
  'record-finding': complaint.recordFinding,
  conclude: complaint.conclude,
  recategorise: application.recategorise,
  'accept-application': application.acceptApplication,
  'sign-step': application.signStep,
  'sign-comparison': application.signComparison,
  attach: linking.attach,
  merge: linking.merge,
  detach: linking.detach,
  answer: answering.answer,
  close: answering.close,
  reopen: answering.reopen,
  note: answering.note,
  'request-materials': materials.requestMaterials,
  'supply-materials': materials.supplyMaterials,
  'confirm-materials': materials.confirmMaterials,
  rate: resident.rate,
  'not-solved': resident.notSolved,
};

/** What a command does to a ticket: the events to add, or why not. Changes nothing itself. */
export function decide(ticket: TicketFold, command: TicketCommand, facts: Facts): Decision {
  // The rule and the command have the same type; TypeScript cannot follow the pair.
  const rule = commandRules[command.type] as CommandRule<TicketCommand>;
  const refused = refuseStale(ticket, facts) ?? refuseRule(ticket, rule, command.type, facts.actor, facts.now) ?? rule.content?.(ticket, command, facts) ?? null;
  if (refused) return { refused };
  const cover = rule.who.startsWith('first-responsible') ? coverFor(ticket, rule, facts) : [];
  return { refused: null, events: [...cover, ...rule.events(ticket, command, facts)] };
}

/** A person who may act in another right than the first responsible's covers nobody. */
function coverFor(ticket: TicketFold, rule: CommandRule<TicketCommand>, { actor }: Facts) {
  if (rule.who === 'first-responsible-or-department' && actor.departmentId !== null && actor.departmentId === ticket.departmentId) return [];
  if (rule.who === 'first-responsible-or-supervisor' && actor.roles.includes('supervisor')) return [];
  if (rule.who === 'first-responsible-or-leader' && leads(actor, ticket)) return [];
  return coverEvents(ticket, actor);
}

/** Repeating a command, or deciding on what somebody else has changed, changes nothing. Whoever may not see the ticket learns nothing of it. */
function refuseStale(ticket: TicketFold, { actor, seenVersion }: Facts): Refused | null {
  if (seenVersion === null || (seenVersion >= ticket.matterVersion && seenVersion <= ticket.version) || !maySee(actor, ticket)) return null;
  return refuse('TICKET_CHANGED', null, '这张工单刚被其他人处理过，已为您显示最新情况，请看过再操作');
}
