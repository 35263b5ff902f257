import * as z from 'zod/mini';
import { leaveKinds, type AttendanceConsequence, type AttendanceFinding, type LeaveAction, type LeaveKind, type LeaveState, type PresenceState, type Role } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { date, id, idInQuery, optionalText, page, text, version } from './field.js';

/** An instant as ISO text in UTC. */
const instant = (label: string) => z.string(`请选择${label}`).check(z.refine((v) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(v) && !Number.isNaN(Date.parse(v)), `${label}不是有效的时间`));
const month = z.string('请选择月份').check(z.regex(/^20\d{2}-(0[1-9]|1[0-2])$/, '请选择月份'));
const time = z.string('请填写时间').check(z.regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, '时间格式应为 08:30'));

// ---- presence (AB-4)
export interface PresenceView {
  staffId: number;
  state: PresenceState;
  /** Null: not yet recorded (taken from the roster). */
  since: string | null;
  /** Away for so long that the hall manager is told, and no work comes to the window. */
  awayTooLong: boolean;
  /** After how many minutes that is. */
  awayMinutes: number;
  onDuty: boolean;
  /** On leave until. */
  leaveUntil: string | null;
  allowed: { to: PresenceState; allowed: boolean; why: string | null }[];
  version: number;
}
export const myPresence = endpoint<PresenceView>()({ method: 'GET', path: '/api/staff/duty', summary: '我的在岗状态' });
/** On duty: online tickets of the hall may be assigned to this person (FI-1). Without a version it holds whatever the state was. */
export const changePresence = endpoint<PresenceView>()({
  method: 'POST', path: '/api/staff/duty', summary: '上岗、服务中、暂离、签退', idempotent: true,
  body: z.object({ to: z.enum(['off', 'present', 'serving', 'away'], '请选择在岗状态'), version: z.optional(version) }),
});

export interface BoardPerson {
  staffId: number;
  name: string;
  staffNumber: string;
  roles: Role[];
  state: PresenceState;
  since: string | null;
  awayTooLong: boolean;
  leaveUntil: string | null;
  posts: { name: string; holder: 'A' | 'B' }[];
  /** Whom this person stands in for now (AB-1), and who stands in for them. */
  standsInFor: string[];
  coveredBy: string[];
}
export interface DutyBoard {
  now: string;
  awayMinutes: number;
  places: { name: string; people: BoardPerson[] }[];
  /** AB-2: posts with nobody at all. */
  emptyPosts: string[];
}
/** The viewer's hall or department; leaders of the company and supervisors see all. */
export const dutyBoard = endpoint<DutyBoard>()({ method: 'GET', path: '/api/staff/duty/board', summary: '当前在岗' });

// ---- leave (AB-2, AB-3)
export interface PersonName {
  id: number;
  name: string;
  staffNumber: string;
}
export interface LeaveItem {
  id: number;
  person: PersonName;
  relief: PersonName;
  kind: LeaveKind;
  from: string;
  until: string;
  state: LeaveState;
  reason: string;
  requestedAt: string;
  /** Something the viewer should do: sign, approve. */
  waitsForViewer: boolean;
  version: number;
}
export interface SlipTicket {
  number: string;
  categoryLabel: string;
  /** Empty where the matter is confidential (CP-6). */
  title: string;
  state: string;
  dueAt: string | null;
  /** Came between the slip and the start. */
  addedAtStart: boolean;
  handedOver: boolean;
  handedBack: boolean;
  /** CP-7: the relief must not see it; the director gives it to somebody else. */
  reliefExcluded: boolean;
}
export interface LeaveDetail extends LeaveItem {
  /** What happened, in order. */
  steps: { label: string; by: string | null; at: string; note: string }[];
  slip: { tickets: SlipTicket[]; absentSignedAt: string | null; reliefSignedAt: string | null; note: string } | null;
  /** Posts that would be empty as things stand, in words. */
  clashes: string[];
  /** Whose signature is waited for. */
  waitsFor: PersonName[];
  allowedActions: { action: LeaveAction; allowed: boolean; why: string | null }[];
}
export const leaves = endpoint<Page<LeaveItem>>()({
  method: 'GET', path: '/api/staff/leaves', summary: '请假单', query: z.object({ ...page, view: z._default(z.enum(['mine', 'waiting', 'relief', 'place']), 'mine') }),
});
export const leaveDetail = endpoint<LeaveDetail>()({ method: 'GET', path: '/api/staff/leaves/:id', summary: '请假单与交接单' });
export const leaveCounts = endpoint<{ waiting: number }>()({ method: 'GET', path: '/api/staff/leaves/counts', summary: '待我签字的请假单数' });
export const requestLeave = endpoint<LeaveDetail>()({
  method: 'POST', path: '/api/staff/leaves', summary: '请假', idempotent: true,
  body: z.object({
    kind: z.enum(leaveKinds as [LeaveKind, ...LeaveKind[]], '请选择假别'), from: instant('开始时间'), until: instant('结束时间'), reason: text('事由', 300),
    /** Null: who shares the post. */
    reliefId: z.nullable(id('顶岗人')),
    handoverNote: optionalText('交接说明', 500),
  }),
});
const step = <P extends string, S extends string>(path: P, summary: S) => endpoint<LeaveDetail>()({ method: 'POST', path: `/api/staff/leaves/:id/${path}`, summary, idempotent: true, body: z.object({ version }) });
export const signLeave = step('sign', '负责人签字');
export const signSlip = step('sign-slip', '在交接单上签字');
export const approveLeave = step('approve', '主任批准');
export const withdrawLeave = step('withdraw', '撤回请假');
export const returnFromLeave = step('return', '销假返岗');
export const refuseLeave = endpoint<LeaveDetail>()({
  method: 'POST', path: '/api/staff/leaves/:id/refuse', summary: '不批准', idempotent: true, body: z.object({ version, reason: text('原因', 200) }),
});
export const nameRelief = endpoint<LeaveDetail>()({
  method: 'POST', path: '/api/staff/leaves/:id/relief', summary: '改换顶岗人', idempotent: true, body: z.object({ version, reliefId: id('顶岗人') }),
});
/** Answers with a PDF. */
export const slipPaper = endpoint<never>()({ method: 'GET', path: '/api/staff/leaves/:id/slip.pdf', summary: '打印交接单' });

// ---- attendance (AB-5)
export interface AttendanceDay {
  date: string;
  /** Why nobody was expected; null when this person was. */
  free: string | null;
  /** `08:30–12:00`; without what leave covers. */
  expected: string[];
  /** `08:21–12:03`; the end is open while somebody is still here. */
  present: string[];
  findings: AttendanceFinding[];
}
export interface AttendanceMonth {
  person: PersonName;
  month: string;
  /** Working hours are not kept for this person, or nobody signed in yet. */
  note: string;
  days: AttendanceDay[];
  counts: Record<AttendanceFinding, number>;
  consequence: AttendanceConsequence;
  /** Days of a year whose holiday schedule is not published (TL-3). */
  provisional: boolean;
}
export interface AttendanceRow extends Omit<AttendanceMonth, 'days' | 'month'> {}
export const myAttendance = endpoint<AttendanceMonth>()({ method: 'GET', path: '/api/staff/attendance', summary: '考勤月表', query: z.object({ month, staffId: z.optional(idInQuery('人员')) }) });
/** For the hall director: who is to be named in a circular (≥ 3), who is passed to the centre (≥ 10). By staff number. */
export const attendanceList = endpoint<Page<AttendanceRow> & { circularFrom: number; centreFrom: number }>()({
  method: 'GET', path: '/api/staff/attendance/month', summary: '月度考勤与处理名单', query: z.object({ ...page, month }),
});

export interface WorkingHoursRow {
  id: number;
  hallId: number | null;
  departmentId: number | null;
  staffId: number | null;
  placeName: string;
  since: string;
  /** Which calendar says whether the day counts: national working days, or the hall's own. `none`: attendance is not kept. */
  days: 'working' | 'hall' | 'none';
  /** Monday is 1; make-up days and special opening days count besides. */
  weekdays: number[];
  spans: { from: string; to: string }[];
}
export interface DutyPolicy {
  /** AB-4: from how many minutes away is too long. */
  awayMinutes: number;
  /** AB-5: how long before the start one should be there. */
  earlyMinutes: number;
  /** AB-5: how many times late or early in a month are named in a circular, and passed to the centre. */
  circularFrom: number;
  centreFrom: number;
  version: number;
}
export const workingHours = endpoint<{ items: WorkingHoursRow[]; policy: DutyPolicy }>()({ method: 'GET', path: '/api/staff/working-hours', summary: '上班时间' });
/** From `since` on; one row for a place or person and a day takes the other's place. */
export const saveWorkingHours = endpoint<{ items: WorkingHoursRow[]; policy: DutyPolicy }>()({
  method: 'POST', path: '/api/staff/working-hours', summary: '设定上班时间', idempotent: true,
  body: z.object({
    hallId: z.nullable(id('营业厅')), departmentId: z.nullable(id('部门')), staffId: z.nullable(id('人员')), since: date('起始日期'), days: z.enum(['working', 'hall', 'none']),
    weekdays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.maxLength(7)),
    spans: z.array(z.object({ from: time, to: time })).check(z.maxLength(4, '一天最多 4 段')),
  }),
});
export const saveDutyPolicy = endpoint<{ items: WorkingHoursRow[]; policy: DutyPolicy }>()({
  method: 'POST', path: '/api/staff/duty/policy', summary: '设定暂离与考勤标准', idempotent: true,
  body: z.object({
    version, awayMinutes: z.int().check(z.minimum(1), z.maximum(120)), earlyMinutes: z.int().check(z.minimum(0), z.maximum(60)),
    circularFrom: z.int().check(z.minimum(1), z.maximum(31)), centreFrom: z.int().check(z.minimum(1), z.maximum(62)),
  }),
});
