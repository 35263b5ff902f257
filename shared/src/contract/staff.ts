import * as z from 'zod/mini';
import { roleLabels, ticketKindLabels, type Role, type TicketKind } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { callerNumber, id, optionalText, page, personName, place, text } from './field.js';

export interface StaffProfile {
  id: number;
  staffNumber: string;
  name: string;
  roles: Role[];
  hallId: number | null;
  hallName: string | null;
  departmentId: number | null;
  departmentName: string | null;
  onDuty: boolean;
  /** The password was given by the administrator: nothing but choosing another is answered. */
  mustChangePassword: boolean;
}
/** Browsers keep the session in an HttpOnly cookie; `token` is for the crew's phone page (`Authorization: Bearer …`). */
export const staffLogin = endpoint<{ token: string; expiresAt: string; staff: StaffProfile }>()({
  method: 'POST', path: '/api/staff/login', summary: '员工登录', body: z.object({ staffNumber: text('工号', 12), password: z.string().check(z.minLength(1, '请填写密码'), z.maxLength(200)) }),
});
export const staffLogout = endpoint<{ done: true }>()({ method: 'POST', path: '/api/staff/logout', summary: '员工退出' });
export const staffMe = endpoint<StaffProfile>()({ method: 'GET', path: '/api/staff/me', summary: '当前员工' });
/** Ends the person's other sessions. */
export const changePassword = endpoint<StaffProfile>()({
  method: 'POST', path: '/api/staff/password', summary: '修改密码',
  body: z.object({ current: z.string().check(z.minLength(1, '请填写原密码'), z.maxLength(200)), next: z.string().check(z.minLength(10, '新密码至少 10 位'), z.maxLength(200, '新密码最多 200 位')) }),
});
export const colleagues = endpoint<{ items: { id: number; staffNumber: string; name: string; hallName: string | null; departmentName: string | null }[] }>()({
  method: 'GET', path: '/api/staff/colleagues', summary: '员工名册（选择被投诉人）', query: z.object({ search: optionalText('查找', 20) }),
});

/**
 * Server-sent events on this path: `data: {"topic": …, "id": …}`. They carry no content, only that a list of
 * the viewer's has changed; `call` carries the number that rings at this agent.
 */
export interface LiveUpdate {
  topic: 'tickets' | 'appointments' | 'call' | 'import' | 'duty' | 'notices' | 'bill-run' | 'payments' | 'approvals';
  /** Ticket number, appointment id, phone number, import id, id of a bill run, of a payment or of a request that was decided. */
  subject: string;
}
export const live = endpoint<LiveUpdate>()({ method: 'GET', path: '/api/staff/live', summary: '实时更新（SSE）' });

// ---- the administrator's roster: people, posts, halls, departments
export interface RosterPerson {
  id: number;
  staffNumber: string;
  name: string;
  roles: Role[];
  hallId: number | null;
  departmentId: number | null;
  active: boolean;
  /** A one-time password is waiting to be changed. */
  oneTimePassword: boolean;
  /** What the row said when it was read; a change decided on another is refused. */
  seen: string;
}
export interface RosterPost {
  id: number;
  name: string;
  aStaffId: number;
  bStaffId: number;
  leaderId: number | null;
  seen: string;
}
export const roster = endpoint<Page<RosterPerson>>()({
  method: 'GET', path: '/api/staff/roster', summary: '人员名册', query: z.object({ ...page, search: optionalText('查找', 20), active: z._default(z.enum(['yes', 'no', 'all']), 'yes') }),
});
const roles = z.array(z.enum(Object.keys(roleLabels) as [Role, ...Role[]])).check(z.minLength(1, '请至少选择一个角色'), z.maxLength(10));
const person = { name: personName('姓名'), roles, hallId: z.nullable(id('营业厅')), departmentId: z.nullable(id('部门')) };
export const addPerson = endpoint<{ person: RosterPerson; oneTimePassword: string }>()({
  method: 'POST', path: '/api/staff/roster', summary: '新增人员', idempotent: true,
  body: z.object({ staffNumber: z.string('请填写工号').check(z.trim(), z.regex(/^[0-9A-Za-z]{3,12}$/, '工号为 3 至 12 位数字或字母')), ...person }),
});
export const editPerson = endpoint<RosterPerson>()({ method: 'POST', path: '/api/staff/roster/:id', summary: '修改人员', idempotent: true, body: z.object({ seen: text('版本', 64), ...person }) });
/** Refuses while tickets, posts or leaves depend on the person; ends their sessions. */
export const setPersonActive = endpoint<RosterPerson>()({
  method: 'POST', path: '/api/staff/roster/:id/active', summary: '停用、启用人员', idempotent: true, body: z.object({ seen: text('版本', 64), active: z.boolean() }),
});
export const resetPassword = endpoint<{ person: RosterPerson; oneTimePassword: string }>()({
  method: 'POST', path: '/api/staff/roster/:id/reset-password', summary: '重置为一次性密码', idempotent: true, body: z.object({ seen: text('版本', 64) }),
});
/** What was changed of a person, by whom, newest first. */
export interface RosterChange {
  id: number;
  at: string;
  by: string;
  text: string;
}
export const rosterChanges = endpoint<Page<RosterChange>>()({ method: 'GET', path: '/api/staff/roster/:id/changes', summary: '人员变更记录', query: z.object({ ...page }) });
export const posts = endpoint<{ items: RosterPost[]; names: { id: number; name: string; staffNumber: string }[] }>()({ method: 'GET', path: '/api/staff/posts', summary: '岗位（AB 角）' });
const post = { name: text('岗位名称', 60), aStaffId: id('A 角'), bStaffId: id('B 角'), leaderId: z.nullable(id('负责人')) };
export const addPost = endpoint<RosterPost>()({ method: 'POST', path: '/api/staff/posts', summary: '新增岗位', idempotent: true, body: z.object(post) });
export const editPost = endpoint<RosterPost>()({ method: 'POST', path: '/api/staff/posts/:id', summary: '修改岗位', idempotent: true, body: z.object({ seen: text('版本', 64), ...post }) });
export const removePost = endpoint<{ done: true }>()({ method: 'POST', path: '/api/staff/posts/:id/remove', summary: '撤销岗位', idempotent: true, body: z.object({ seen: text('版本', 64) }) });
/** Id 0 makes a new one. */
export const saveHall = endpoint<{ id: number }>()({
  method: 'POST', path: '/api/staff/halls/:id', summary: '新增、修改营业厅', idempotent: true,
  body: z.object({ name: text('名称', 60), address: text('地址', 120), phone: callerNumber, openHours: text('营业时间', 60), place }),
});
export const saveDepartment = endpoint<{ id: number }>()({
  method: 'POST', path: '/api/staff/departments/:id', summary: '新增、修改部门', idempotent: true,
  body: z.object({ name: text('名称', 60), kinds: z.array(z.enum(Object.keys(ticketKindLabels) as [TicketKind, ...TicketKind[]])).check(z.maxLength(20)) }),
});
