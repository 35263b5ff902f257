import * as z from 'zod/mini';
import type { Role } from '../vocabulary/index.js';
import { endpoint } from './endpoint.js';
import { optionalText, text } from './field.js';

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
}
/** Browsers keep the session in an HttpOnly cookie; `token` is for the crew's phone page (`Authorization: Bearer …`). */
export const staffLogin = endpoint<{ token: string; expiresAt: string; staff: StaffProfile }>()({
  method: 'POST', path: '/api/staff/login', summary: '员工登录', body: z.object({ staffNumber: text('工号', 12), password: z.string().check(z.minLength(1, '请填写密码'), z.maxLength(200)) }),
});
export const staffLogout = endpoint<{ done: true }>()({ method: 'POST', path: '/api/staff/logout', summary: '员工退出' });
export const staffMe = endpoint<StaffProfile>()({ method: 'GET', path: '/api/staff/me', summary: '当前员工' });
/** On duty: online tickets of the hall may be assigned to this person (FI-1). */
export const setDuty = endpoint<StaffProfile>()({ method: 'POST', path: '/api/staff/duty', summary: '上岗、离岗', body: z.object({ onDuty: z.boolean() }) });
export const colleagues = endpoint<{ items: { id: number; staffNumber: string; name: string; hallName: string | null; departmentName: string | null }[] }>()({
  method: 'GET', path: '/api/staff/colleagues', summary: '员工名册（选择被投诉人）', query: z.object({ search: optionalText('查找', 20) }),
});

/**
 * Server-sent events on this path: `data: {"topic": …, "id": …}`. They carry no content, only that a list of
 * the viewer's has changed; `call` carries the number that rings at this agent.
 */
export interface LiveUpdate {
  topic: 'tickets' | 'appointments' | 'call' | 'import';
  /** Ticket number, appointment id, phone number or import id. */
  subject: string;
}
export const live = endpoint<LiveUpdate>()({ method: 'GET', path: '/api/staff/live', summary: '实时更新（SSE）' });
