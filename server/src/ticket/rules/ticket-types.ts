import type { DateString, Instant } from '@shouwen/shared/value';
import type {
  ApplicationStep, ClockKind, ComplaintOutcome, ErrorCode, EscalationLevel, ResponsibilityFault, Role, TicketAction, TicketCategory, TicketEventType, TicketKind,
  TicketSource, TicketState, Zone,
} from '@shouwen/shared/vocabulary';
import type { ClockEvent, CountedDays, Limit } from './clock-types.js';

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
  /** Edition of the working calendar it was counted by; absent: the first (TL-3). */
  readonly calendar?: number;
}
/** The editions of the books a matter began under (TL-7): its limits, ladder and checklist stay those. */
export interface Editions {
  readonly policy: number;
  readonly ladder: number;
  readonly checklist: number;
}
/** What depends on the category, and is decided with it: at registration, and again when it is corrected (AP-1). */
export interface CategoryTerms {
  readonly kind: TicketKind;
  readonly category: TicketCategory;
  readonly terms: readonly ClockTerms[];
  /** AP-3; empty for what is no application. */
  readonly steps?: readonly ApplicationStep[];
  /** FI-10; absent: false. */
  readonly outOfScope?: boolean;
  readonly editions?: Editions;
}

/** What each event says. No personal data: it is hashed and can never be deleted; human words are kept beside it. */
export interface EventPayloads {
  registered: CategoryTerms & {
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
    readonly dues: readonly DecidedDue[];
  };
  responded: Nothing;
  transferred: { readonly departmentId: number; readonly withinScope: boolean; readonly dues: readonly DecidedDue[] };
  /** `departmentId`: who rejected it, or the third department it would have gone to. */
  'coordination-opened': { readonly cause: 'requested' | 'rejected' | 'third-department'; readonly departmentId: number | null; readonly proposedDepartmentId: number | null };
  'department-stated': { readonly departmentId: number };
  coordinated: {
    readonly departmentId: number;
    readonly coDepartmentIds: readonly number[];
    /** Whose rejection the leader holds unfounded (FI-4, KP-3). */
    readonly unfoundedRejectionOf: number | null;
    readonly dues: readonly DecidedDue[];
  };
  accepted: Nothing;
  arrived: Nothing;
  'part-finished': { readonly departmentId: number };
  returned: { readonly dues?: readonly DecidedDue[] };
  escalated: { readonly level: EscalationLevel };
  /** `step`: of the ladder of this ticket's edition; `late`: at or after the deadline; `passed`: repeats of the step that fell due while nobody looked (ES-2). */
  chased: { readonly clock: ClockKind; readonly round: number; readonly step: number; readonly late: boolean; readonly told: readonly number[]; readonly passed?: number };
  'chase-answered': Nothing;
  'extension-requested': { readonly until: DateString };
  'extension-decided': { readonly approved: boolean; readonly until: DateString };
  'deadline-moved': { readonly calendar: number; readonly dues: readonly (DecidedDue & { readonly round: number })[] };
  covered: { readonly fromStaffId: number; readonly toStaffId: number };
  /** `reference`: the handover slip. */
  'handed-over': { readonly fromStaffId: number; readonly toStaffId: number; readonly cause: 'handover' | 'handover-back'; readonly reference: number };
  reassigned: { readonly fromStaffId: number; readonly toStaffId: number };
  'fault-found': { readonly staffId: number; readonly fault: ResponsibilityFault };
  /** CP-7: found out after the registration, with who shares a post with them at that time. */
  'complained-named': { readonly staffId: number; readonly partnerIds: readonly number[] };
  'investigator-assigned': { readonly staffId: number };
  'finding-recorded': Nothing;
  concluded: { readonly outcome: ComplaintOutcome };
  recategorised: CategoryTerms & { readonly fromCategory: TicketCategory; readonly dues: readonly DecidedDue[] };
  'application-accepted': Nothing;
  'step-signed': { readonly step: ApplicationStep; readonly passed: boolean; readonly dues: readonly DecidedDue[] };
  'comparison-signed': { readonly matches: boolean };
  archived: { readonly archiveNumber: string };
  linked: { readonly how: 'attach' | 'merge'; readonly mainTicketId: number };
  unlinked: { readonly mainTicketId: number };
  'follower-linked': { readonly how: 'attach' | 'merge'; readonly ticketId: number };
  'follower-unlinked': { readonly ticketId: number };
  /** `codes`: items of the checklist; others are only in the words. `breach`: could have been named before (TL-5, KP-3). */
  'materials-requested': { readonly itemCount: number; readonly codes?: readonly string[]; readonly breach?: boolean };
  'materials-brought': { readonly codes: readonly string[] };
  /** `suppliedAt`: when the resident brought the last of them, from which the limit starts again; absent: the instant of the event. */
  'materials-supplied': { readonly complete: boolean; readonly suppliedAt?: Instant; readonly dues: readonly DecidedDue[] };
  answered: { readonly written: boolean; readonly signposted?: boolean };
  closed: { readonly late: boolean };
  rated: { readonly stars: number };
  'not-solved': { readonly dues: readonly DecidedDue[] };
  reopened: { readonly dues: readonly DecidedDue[] };
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
  /** The deadline without extensions: reports show both (TL-6). */
  readonly dueByLimit: Date | null;
  /** Edition of the working calendar `due` was counted by. */
  readonly calendar: number;
  readonly stoppedAt: Date | null;
  readonly state: 'running' | 'waiting-materials' | 'met' | 'missed' | 'withdrawn';
  /** What it waited for has happened, in time or late. A clock that is withdrawn late is `missed` and still not this. */
  readonly fulfilled: boolean;
  /** What moved it, for its explanation (TL-9). */
  readonly events: readonly ClockEvent[];
}

/** A department's share of a coordinated matter (FI-3). */
export interface CoPart {
  readonly departmentId: number;
  /** Null while it is being done. */
  readonly finishedAt: Date | null;
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
  readonly outOfScope: boolean;
  readonly editions: Editions;
  /** CP-3: what was once a complaint stays the supervisor's to see. */
  readonly onceComplaint: boolean;

  readonly state: TicketState;
  /** FI-1: exactly one, from the first event on. */
  readonly firstResponsibleId: number;
  /** Whose matter it is while the first responsible only stands in (AB-1); null otherwise. */
  readonly coveredForId: number | null;
  /** The department that has the work now; null when it lies with the first responsible. */
  readonly departmentId: number | null;
  readonly handlerId: number | null;
  /** Each once, the latest last (FI-4). */
  readonly departmentsVisited: readonly number[];
  /** Departments that had it since the last answer, of which a third means coordination (FI-4). */
  readonly departmentsTried: readonly number[];
  readonly handlers: readonly number[];
  readonly coParts: readonly CoPart[];
  /** How it came to the leader; null when it is not there. */
  readonly coordination: { readonly sequence: number; readonly at: Date; readonly cause: EventPayloads['coordination-opened']['cause']; readonly departmentId: number | null; readonly proposedDepartmentId: number | null } | null;
  /** The highest level it went up to (FI-8). */
  readonly escalation: EscalationLevel | null;
  readonly clocks: readonly TicketClock[];
  /** An extension that waits for the leader (TL-6). */
  readonly extension: { readonly sequence: number; readonly until: DateString; readonly by: number | null } | null;
  /** A chase that waits for its answer (FI-7). */
  readonly chase: { readonly sequence: number; readonly at: Date } | null;
  /** What the resident was told to bring, over all notices since the registration (TL-5). */
  readonly materialsNamed: readonly string[];
  readonly materialNotices: number;
  /** Codes of the latest notice, and when the resident last brought something for it. */
  readonly materialsAwaited: readonly string[];
  readonly materialsBroughtAt: Date | null;
  readonly investigatorId: number | null;
  readonly outcome: ComplaintOutcome | null;
  /** AP-2. */
  readonly acceptedAt: Date | null;
  readonly steps: readonly { readonly step: ApplicationStep; readonly signed: { readonly at: Date; readonly by: number | null; readonly passed: boolean } | null }[];
  readonly comparison: { readonly at: Date; readonly by: number | null; readonly matches: boolean } | null;
  readonly archivedAt: Date | null;
  readonly archiveNumber: string | null;
  /** The ticket of the same matter that this one follows; merged: its work is done there. */
  readonly link: { readonly how: 'attach' | 'merge'; readonly mainTicketId: number } | null;
  readonly followers: readonly { readonly how: 'attach' | 'merge'; readonly ticketId: number }[];
  readonly signposted: boolean;
  /** The latest answer since the ticket was (re)opened. */
  readonly answer: { readonly sequence: number; readonly at: Date; readonly by: number | null; readonly written: boolean } | null;
  /** Whether any answer since then was in writing (CP-5). */
  readonly answeredInWriting: boolean;
  readonly rating: { readonly sequence: number; readonly stars: number; readonly at: Date } | null;
  readonly saidNotSolved: boolean;
  readonly registeredAt: Date;
  /** When the present opening began: registration, or the last reopening (FU-3). */
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  /** The sequence of the last event. */
  readonly version: number;
  /** The sequence of the last event that a person's decision should know of: the system's chases do not make it stale. */
  readonly matterVersion: number;
}

/** Who wants to do or see something, with what the rules ask of them. */
export interface ActorFacts extends Actor {
  readonly departmentId: number | null;
  readonly hallId: number | null;
  readonly roles: readonly Role[];
  /** Those who share a post with this person today (CP-7). */
  readonly partnerIds: readonly number[];
  /** The absent people this person stands in for today (AB-1). */
  readonly standsInFor: readonly number[];
}

interface Files {
  readonly attachmentIds: readonly number[];
}
export interface MaterialWanted {
  /** Of the category's checklist; null for something else. */
  readonly code: string | null;
  readonly name: string;
  readonly howToGet: string;
}
/** What can be asked of a ticket. Words are for people; ids and codes are what the record keeps. */
export type TicketCommand =
  | { readonly type: 'respond'; readonly text: string }
  | { readonly type: 'transfer'; readonly departmentId: number; readonly note: string }
  | { readonly type: 'request-coordination'; readonly reason: string }
  | { readonly type: 'state-position'; readonly text: string }
  | { readonly type: 'coordinate'; readonly departmentId: number; readonly coDepartmentIds: readonly number[]; readonly rejectionUnfounded: boolean; readonly note: string }
  | { readonly type: 'accept' }
  | { readonly type: 'reject'; readonly reason: string; readonly proposedDepartmentId: number }
  | ({ readonly type: 'arrive' } & Files)
  | ({ readonly type: 'finish-part'; readonly result: string } & Files)
  | ({ readonly type: 'return'; readonly result: string } & Files)
  | { readonly type: 'escalate'; readonly level: EscalationLevel; readonly reason: string }
  | { readonly type: 'answer-chase'; readonly text: string }
  | { readonly type: 'request-extension'; readonly until: DateString; readonly plan: string }
  | { readonly type: 'decide-extension'; readonly approved: boolean; readonly note: string }
  | { readonly type: 'reassign'; readonly staffId: number; readonly reason: string }
  | { readonly type: 'find-fault'; readonly fault: ResponsibilityFault; readonly text: string }
  | { readonly type: 'name-complained'; readonly staffId: number; readonly note: string }
  | { readonly type: 'assign-investigator'; readonly staffId: number; readonly note: string }
  | ({ readonly type: 'record-finding'; readonly text: string } & Files)
  | { readonly type: 'conclude'; readonly outcome: ComplaintOutcome; readonly finding: string; readonly lesson: string }
  | { readonly type: 'recategorise'; readonly category: TicketCategory; readonly reason: string }
  | { readonly type: 'accept-application'; readonly note: string }
  | ({ readonly type: 'sign-step'; readonly step: ApplicationStep; readonly passed: boolean; readonly note: string } & Files)
  | { readonly type: 'sign-comparison'; readonly matches: boolean; readonly difference: string }
  | { readonly type: 'attach'; readonly mainTicketId: number; readonly reason: string }
  | { readonly type: 'merge'; readonly mainTicketId: number; readonly reason: string }
  | { readonly type: 'detach'; readonly reason: string }
  | ({
      readonly type: 'answer';
      readonly text: string;
      readonly written: boolean;
      readonly close: boolean;
      readonly delayReason: string;
      /** FI-10: whom the resident was sent to, and how to reach them. */
      readonly signpost: string;
    } & Files)
  | { readonly type: 'close'; readonly delayReason: string }
  | { readonly type: 'reopen'; readonly reason: string }
  | ({ readonly type: 'note'; readonly text: string } & Files)
  | { readonly type: 'request-materials'; readonly items: readonly MaterialWanted[]; readonly note: string; readonly reason: string }
  | ({ readonly type: 'supply-materials'; readonly codes: readonly string[]; readonly note: string } & Files)
  | { readonly type: 'confirm-materials'; readonly complete: boolean; readonly note: string }
  | { readonly type: 'rate'; readonly stars: number; readonly comment: string }
  | ({ readonly type: 'not-solved'; readonly reason: string } & Files);
export type CommandOf<T extends TicketCommand['type']> = Extract<TicketCommand, { readonly type: T }>;

/** What a decision needs to know besides the ticket. Whoever decides loads what the command names; the rest is null. */
export interface Facts {
  readonly actor: ActorFacts;
  /** The version the actor decided on; null for residents, who add rather than decide. */
  readonly seenVersion: number | null;
  readonly now: Date;
  readonly calendar: CountedDays;
  /** Edition of the working calendar, to be recorded with each deadline. */
  readonly calendarEdition: number;
  /** The kinds of work of every department (FI-3). */
  readonly departments: ReadonlyMap<number, readonly TicketKind[]>;
  /** FI-9: edited by administrators. */
  readonly dismissivePhrases: readonly string[];
  /** The person named by `reassign`, `assign-investigator` or `name-complained`; null when there is no such active person. */
  readonly namedStaff: ActorFacts | null;
  /** What the category named by `recategorise` brings; null when there is no such category. */
  readonly namedCategory: CategoryTerms | null;
  /** The ticket named by `attach` and `merge`; null when there is none. */
  readonly namedTicket: TicketFold | null;
}

/** An expected "no", with what to say to the person. */
export interface Refused {
  readonly code: ErrorCode;
  readonly rule: string | null;
  readonly why: string;
}
export type Decision = { readonly refused: Refused } | { readonly refused: null; readonly events: readonly NewEvent[] };

export const refuse = (code: ErrorCode, rule: string | null, why: string): Refused => ({ code, rule, why });
export type StaffAction = Exclude<TicketAction, 'rate' | 'not-solved' | 'supply-materials'>;
