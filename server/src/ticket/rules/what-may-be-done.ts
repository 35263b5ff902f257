import type { TicketAction } from '@shouwen/shared/vocabulary';
import { commandRules } from './decide.js';
import type { CommandRule } from './command-rule.js';
import type { ActorFacts, Refused, TicketCommand, TicketFold } from './ticket-types.js';
import { isOfferedTo, refuseRule } from './who-may-act.js';

/** Why this person cannot do this to the ticket now; null when they can. */
export function refuseAction(ticket: TicketFold, action: TicketAction, actor: ActorFacts, now: Date): Refused | null {
  return refuseRule(ticket, commandRules[action] as CommandRule<TicketCommand>, action, actor, now);
}

/** Every action such a viewer could ever be offered. */
export function actionsFor(viewer: ActorFacts): TicketAction[] {
  return (Object.keys(commandRules) as TicketAction[]).filter((action) => isOfferedTo(commandRules[action].who, viewer));
}
