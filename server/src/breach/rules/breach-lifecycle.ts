import { addDays, shanghaiDate, type DateString } from '@shouwen/shared/value';
import { CONTEST_DAYS, type BreachState, type ErrorCode, type Role } from '@shouwen/shared/vocabulary';

/** A breach, as the rules see it. `staffId` null: held against the department as a whole. */
export interface BreachFacts {
  readonly state: BreachState;
  readonly staffId: number | null;
  readonly departmentId: number | null;
  /** Of the ticket. */
  readonly hallId: number;
  readonly at: Date;
  readonly contestedById: number | null;
}
export interface BreachViewer {
  readonly id: number;
  readonly roles: readonly Role[];
  readonly hallId: number | null;
  readonly departmentId: number | null;
}
export interface BreachRefusal {
  readonly code: ErrorCode;
  readonly why: string;
}

const LEADERS: readonly Role[] = ['section-leader', 'hall-manager', 'hall-director'];
const leads = (viewer: BreachViewer) => viewer.roles.some((role) => LEADERS.includes(role));
/** They see the whole register. */
export const seesAll = (viewer: Pick<BreachViewer, 'roles'>) => viewer.roles.includes('supervisor') || viewer.roles.includes('company-leader');

/** Whose it is to answer: the person, or for a department its leader. */
export function isOwn(breach: BreachFacts, viewer: BreachViewer): boolean {
  if (breach.staffId !== null) return breach.staffId === viewer.id;
  return breach.departmentId !== null && breach.departmentId === viewer.departmentId && viewer.roles.includes('section-leader');
}

/** Section leaders oversee their department's, leaders of a hall those of its tickets, the supervisor and the company's leaders all. */
export function oversees(breach: BreachFacts, viewer: BreachViewer): boolean {
  if (seesAll(viewer)) return true;
  return leads(viewer) && ((viewer.hallId !== null && viewer.hallId === breach.hallId) || (viewer.departmentId !== null && viewer.departmentId === breach.departmentId));
}

/** The last day on which it may be contested. */
export const contestUntil = (at: Date): DateString => addDays(shanghaiDate(at), CONTEST_DAYS);

/** KP-3: contestable by whose it is, once, within the days. Null: they may. */
export function refuseContest(breach: BreachFacts, viewer: BreachViewer, now: Date): BreachRefusal | null {
  if (!isOwn(breach, viewer)) return { code: 'FORBIDDEN', why: '只能由本人申诉；部门的由部门负责人申诉' };
  if (breach.state === 'withdrawn') return { code: 'BREACH_NOT_OPEN', why: '这条记录已经撤销，不用申诉' };
  if (breach.state !== 'recorded') return { code: 'BREACH_NOT_OPEN', why: '已经申诉过了，每条记录只能申诉一次' };
  return shanghaiDate(now) > contestUntil(breach.at) ? { code: 'BREACH_NOT_OPEN', why: `申诉期为 ${CONTEST_DAYS} 天，已经过了` } : null;
}

/** KP-3: what is contested is decided by a leader who is not that person, nor leads the department it is held against, nor contested it. Null: they may. */
export function refuseDecision(breach: BreachFacts, viewer: BreachViewer): BreachRefusal | null {
  if (!oversees(breach, viewer)) return { code: 'FORBIDDEN', why: '只有负责人和效能监察可以认定' };
  if (isOwn(breach, viewer) || breach.contestedById === viewer.id || breach.staffId === viewer.id) return { code: 'FORBIDDEN', why: '涉及本人或本部门的，由上级负责人或效能监察认定' };
  if (breach.state === 'contested') return null;
  return { code: 'BREACH_NOT_OPEN', why: breach.state === 'recorded' ? '没有人申诉，不用认定' : '已经认定过了' };
}
