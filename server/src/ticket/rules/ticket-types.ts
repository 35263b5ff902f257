import type { Instant } from '@shouwen/shared/value';
import type {
  ClockKind, ErrorCode, Role, TicketAction, TicketCategory, TicketEventType, TicketKind, TicketSource, TicketState, Zone,
} from '@shouwen/shared/vocabulary';
import type { ClockEvent, Limit, WorkingDays } from './clock-types.js';

/** Who did something. The system acts without an id. */
export interface Actor {
  readonly kind: 'resident' | 'staff' | 'system';
  readonly id: number | null;
}

/** What a clock runs under; a ticket keeps the terms it began under, whatever becomes of the policy (TL-7). */
export interface ClockTerms {
  readonly clock: ClockKind;
  readonly limit: Limit;
  /** As people know it, with the rule book's letter. */
  readonly clause: string;
  /** What must have happened by then: 到达现场, 办结. */
  readonly action: string;
}
/** A deadline as it was decided: the first instant that is late. Recorded, so that a later calendar does not rewrite history. */
export interface DecidedDue {
  readonly clock: ClockKind;
  readonly due: Instant;
}

/** What each event says. No personal data: it is hashed and can never be deleted; human words are kept beside it. */
export interface EventPayloads {
  registered: {
    readonly kind: TicketKind;
    readonly category: TicketCategory;
    readonly source: TicketSource;
    readonly zone: Zone;
    readonly hallId: number;
    readonly confidential: boolean;
    readonly residentId: number | null;
    readonly accountId: number | null;
    readonly firstResponsibleId: number;
    readonly complainedStaffIds: readonly number[];
    /** Who shared a post with them at that time (CP-7). */
    readonly partnerIds: readonly number[];
    readonly terms: readonly ClockTerms[];
    readonly dues: readonly DecidedDue[];
  };
  responded: Nothing;
  transferred: { readonly departmentId: number; readonly withinScope: boolean; readonly dues: readonly DecidedDue[] };
  accepted: Nothing;
  arrived: Nothing;
  returned: Nothing;
  'materials-requested': { readonly itemCount: number };
  'materials-supplied': { readonly complete: boolean; readonly dues: readonly DecidedDue[] };
  answered: { readonly written: boolean };
  closed: { readonly late: boolean };
  rated: { readonly stars: number };
  'not-solved': { readonly dues: readonly DecidedDue[] };
  noted: Nothing;
}
type Nothing = Record<string, never>;

/** One entry of the record, as folded. */
export type TicketEvent = {
  [T in TicketEventType]: { readonly sequence: number; readonly type: T; readonly at: Date; readonly actor: Actor; readonly payload: EventPayloads[T] };
}[TicketEventType];

/** What a decision adds: the event, and beside it the words and files that belong to it. */
export type NewEvent = {
  [T in TicketEventType]: { readonly type: T; readonly payload: EventPayloads[T]; readonly text: string | null; readonly attachmentIds: readonly number[] };
}[TicketEventType];

/** A clock of a ticket. `withdrawn`: what it waited for is no longer needed (answered without a visit, sent to another department). */
export interface TicketClock {
  readonly terms: ClockTerms;
  /** Counts the starts of the same clock: reopened tickets and second transfers start it again. */
  readonly round: number;
  readonly startedAt: Date;
  /** Null while waiting for materials (TL-2). */
  readonly due: Date | null;
  readonly stoppedAt: Date | null;
  readonly state: 'running' | 'waiting-materials' | 'met' | 'missed' | 'withdrawn';
  /** What moved it, for its explanation (TL-9). */
  readonly events: readonly ClockEvent[];
}

/** What a ticket's events fold to. */
export interface TicketFold {
  readonly kind: TicketKind;
  readonly category: TicketCategory;
  readonly source: TicketSource;
  readonly zone: Zone;
  readonly hallId: number;
  readonly confidential: boolean;
  readonly residentId: number | null;
  readonly accountId: number | null;
  readonly complainedStaffIds: readonly number[];
  readonly partnerIds: readonly number[];
  readonly terms: readonly ClockTerms[];

  readonly state: TicketState;
  /** FI-1: exactly one, from the first event on. */
  readonly firstResponsibleId: number;
  /** The department that has the work now; null when it lies with the first responsible. */
  readonly departmentId: number | null;
  readonly handlerId: number | null;
  /** Each once, the latest last (FI-4). */
  readonly departmentsVisited: readonly number[];
  readonly handlers: readonly number[];
  readonly clocks: readonly TicketClock[];
  /** The latest answer since the ticket was (re)opened. */
  readonly answer: { readonly sequence: number; readonly at: Date; readonly by: number | null; readonly written: boolean } | null;
  /** Whether any answer since then was in writing (CP-5). */
  readonly answeredInWriting: boolean;
  readonly rating: { readonly sequence: number; readonly stars: number; readonly at: Date } | null;
  readonly saidNotSolved: boolean;
  readonly registeredAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  /** The sequence of the last event. */
  readonly version: number;
}

/** Who wants to do or see something, with what the rules ask of them. */
export interface ActorFacts extends Actor {
  readonly departmentId: number | null;
  readonly hallId: number | null;
  readonly roles: readonly Role[];
  /** Those who share a post with this person today (CP-7). */
  readonly partnerIds: readonly number[];
}

export type TicketCommand =
  | { readonly type: 'respond'; readonly text: string }
  | { readonly type: 'transfer'; readonly departmentId: number; readonly note: string }
  | { readonly type: 'accept' }
  | { readonly type: 'arrive'; readonly attachmentIds: readonly number[] }
  | { readonly type: 'return'; readonly result: string; readonly attachmentIds: readonly number[] }
  | {
      readonly type: 'answer';
      readonly text: string;
      readonly written: boolean;
      readonly close: boolean;
      readonly delayReason: string;
      readonly attachmentIds: readonly number[];
    }
  | { readonly type: 'close'; readonly delayReason: string }
  | { readonly type: 'note'; readonly text: string; readonly attachmentIds: readonly number[] }
  | { readonly type: 'request-materials'; readonly items: readonly string[]; readonly note: string }
  | { readonly type: 'confirm-materials'; readonly complete: boolean; readonly note: string }
  | { readonly type: 'rate'; readonly stars: number; readonly comment: string }
  | { readonly type: 'not-solved'; readonly reason: string; readonly attachmentIds: readonly number[] };

/** What a decision needs to know besides the ticket. */
export interface Facts {
  readonly actor: ActorFacts;
  /** The version the actor decided on; null for residents, who add rather than decide. */
  readonly seenVersion: number | null;
  readonly now: Date;
  readonly calendar: Pick<WorkingDays, 'isWorkingDay'>;
  /** Whether the department named by a transfer does this kind of work (FI-3); null when there is no such department. */
  readonly departmentCoversKind: boolean | null;
  /** FI-9: edited by administrators. */
  readonly dismissivePhrases: readonly string[];
}

/** An expected "no", with what to say to the person. */
export interface Refused {
  readonly code: ErrorCode;
  readonly rule: string | null;
  readonly why: string;
}
export type Decision = { readonly refused: Refused } | { readonly refused: null; readonly events: readonly NewEvent[] };

export const refuse = (code: ErrorCode, rule: string | null, why: string): Refused => ({ code, rule, why });
export type StaffAction = Exclude<TicketAction, 'rate' | 'not-solved'>;
