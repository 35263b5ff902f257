import { clockLabels, faultLabels, type BreachKind, type ClockKind, type ComplaintOutcome, type ResponsibilityFault, type TicketEventType } from '@shouwen/shared/vocabulary';

/** A ticket, as far as breaches ask. */
export interface BreachTicket {
  readonly clocks: readonly BreachClock[];
  readonly firstResponsibleId: number;
  readonly departmentId: number | null;
  readonly handlerId: number | null;
  readonly departmentsVisited: readonly number[];
  readonly complainedStaffIds: readonly number[];
}
interface BreachClock {
  readonly terms: { readonly clock: ClockKind; readonly clause: string };
  readonly round: number;
  readonly state: 'running' | 'waiting-materials' | 'met' | 'missed' | 'withdrawn';
}
interface Telling {
  chased: { readonly clock: ClockKind; readonly round: number; readonly late: boolean };
  'materials-requested': { readonly breach?: boolean };
  coordinated: { readonly unfoundedRejectionOf: number | null };
  'fault-found': { readonly staffId: number; readonly fault: ResponsibilityFault };
  concluded: { readonly outcome: ComplaintOutcome };
}
/** An event of the record; of most only the type is asked. */
export type BreachEvent = { readonly sequence: number; readonly actor: { readonly id: number | null } } & (
  | { [T in keyof Telling]: { readonly type: T; readonly payload: Telling[T] } }[keyof Telling]
  | { readonly type: Exclude<TicketEventType, keyof Telling>; readonly payload: object }
);

/** A fact that counts. `cause` names it within its ticket: the same fact counts once, however often it is met. */
export interface BreachFound {
  readonly kind: BreachKind;
  readonly cause: string;
  readonly clause: string;
  readonly staffId: number | null;
  readonly departmentId: number | null;
}

/**
 * KP-3, of what one event brought. Late is a clock that is still running at its limit (the ladder's chase says so) or that stopped late; what was
 * extended in time is measured by the extended deadline (TL-6).
 */
export function breachesOf(before: BreachTicket | null, after: BreachTicket, event: BreachEvent): BreachFound[] {
  const found: BreachFound[] = [];
  const holder = before ?? after;
  for (const clock of after.clocks) {
    const old = before?.clocks.find((c) => c.terms.clock === clock.terms.clock && c.round === clock.round);
    if (clock.state === 'missed' && old?.state !== 'missed') found.push(overdue(clock, holder));
  }
  switch (event.type) {
    case 'chased': {
      const { clock: kind, round, late } = event.payload;
      const clock = after.clocks.find((c) => c.terms.clock === kind && c.round === round);
      if (late && clock) found.push(overdue(clock, after));
      break;
    }
    case 'materials-requested':
      if (event.payload.breach) found.push({ kind: 'second-notice', cause: `second-notice:${event.sequence}`, clause: '一次性告知 C3.4（TL-5）：所缺材料应一次告知', staffId: event.actor.id, departmentId: null });
      break;
    case 'coordinated':
      if (event.payload.unfoundedRejectionOf !== null)
        found.push({ kind: 'unfounded-rejection', cause: `unfounded-rejection:${event.sequence}`, clause: '首问责任制 C4.4（FI-4）：不得推诿', staffId: null, departmentId: event.payload.unfoundedRejectionOf });
      break;
    case 'fault-found':
      found.push({ kind: 'inquiry-fault', cause: `inquiry-fault:${event.sequence}`, clause: `首问责任制 C4.6（FI-11）：${faultLabels[event.payload.fault]}`, staffId: event.payload.staffId, departmentId: null });
      break;
    case 'concluded':
      if (event.payload.outcome === 'upheld')
        for (const staffId of after.complainedStaffIds) found.push({ kind: 'upheld-complaint', cause: `upheld-complaint:${staffId}`, clause: '投诉处理制度 C8（CP-9）：投诉属实', staffId, departmentId: null });
      break;
  }
  return found;
}

/**
 * Whose lateness it is: of the department's return clock (FI-6) the department that had the work, with whoever accepted it; of every other clock, which
 * are promises to the resident, the first responsible at that time (FI-2), whoever did the work.
 */
function overdue({ terms, round }: BreachClock, holder: BreachTicket): BreachFound {
  const department = terms.clock === 'return' ? (holder.departmentId ?? holder.departmentsVisited.at(-1) ?? null) : null;
  const staffId = department === null ? holder.firstResponsibleId : holder.handlerId;
  return { kind: 'overdue', cause: `overdue:${terms.clock}:${round}`, clause: `“${clockLabels[terms.clock]}”超过时限（KP-3）：${terms.clause}`.slice(0, 200), staffId, departmentId: department };
}

/** FI-7, C9: a chase that stood unanswered for a working day; whoever had the work should have answered. */
export function unattended(ticket: BreachTicket, chaseSequence: number): BreachFound {
  const inDepartment = ticket.departmentId !== null;
  return {
    kind: 'unattended', cause: `unattended:${chaseSequence}`, clause: '首问责任制（FI-7）：催办一个工作日未回复',
    staffId: inDepartment ? ticket.handlerId : ticket.firstResponsibleId, departmentId: ticket.departmentId,
  };
}
