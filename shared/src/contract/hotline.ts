import * as z from 'zod/mini';
import type { TicketKind, TicketState, Zone } from '../vocabulary/index.js';
import { endpoint } from './endpoint.js';
import { callerNumber, id, optionalText, personName, text } from './field.js';
import type { StaffTicketDetail } from './ticket.js';

/** HL-4: everything known of a number, masked (PR-1); confidential complaints show no identity and are left out (CP-6). */
export interface CallerCard {
  callId: number;
  phone: string;
  startedAt: string;
  accounts: { id: number; accountNumber: string; nameMasked: string; address: string; zone: Zone; owedFen: number; unpaidBillCount: number }[];
  openTickets: { number: string; kind: TicketKind; categoryLabel: string; state: TicketState; title: string; firstResponsibleName: string; createdAt: string; nextDueAt: string | null }[];
  appointments: { id: number; serviceId: number; serviceName: string; hallId: number; hallName: string; date: string; startTime: string; mayChange: boolean; version: number }[];
  recentCalls: { at: string; agentName: string; summary: string }[];
}
/** Begins a call for a number the agent typed or received. */
export const beginCall = endpoint<CallerCard>()({
  method: 'POST', path: '/api/staff/hotline/calls', summary: '开始通话，查看来电卡', idempotent: true, body: z.object({ phone: callerNumber }),
});
export const callerCard = endpoint<CallerCard>()({ method: 'GET', path: '/api/staff/hotline/calls/:callId', summary: '来电卡' });
/** One form (HL-4); the agent is first responsible (FI-1). `solvedInCall` answers by speech and closes at once (HL-3). */
export const ticketFromCall = endpoint<StaffTicketDetail>()({
  method: 'POST', path: '/api/staff/hotline/calls/:callId/ticket', summary: '通话转工单', idempotent: true,
  body: z.object({
    category: z.string().check(z.maxLength(40)),
    title: text('事由', 60),
    description: optionalText('详细情况', 2000),
    contactName: personName('来电人'),
    address: text('地址', 120),
    landmark: optionalText('附近标志物', 60),
    zone: z._default(z.enum(['urban', 'suburban']), 'urban'),
    accountId: z.nullable(id('户号')),
    /** The bill it is about: no late fee grows on it until the matter is closed (PY-9). */
    billId: z._default(z.nullable(id('账单')), null),
    confidential: z._default(z.boolean(), false),
    complainedStaffIds: z._default(z.array(id('被投诉人')), []),
    /** The department it goes to at once, if any (FI-3). */
    transferToDepartmentId: z.nullable(id('部门')),
    solvedInCall: z._default(z.nullable(text('当场答复', 1000)), null),
    /** FI-10: whom a caller with a matter outside water service was sent to. */
    signpost: optionalText('指引的单位和联系方式', 200),
  }),
});
/** A call about a ticket that exists is noted there, not filed again. */
export const noteFromCall = endpoint<StaffTicketDetail>()({
  method: 'POST', path: '/api/staff/hotline/calls/:callId/note', summary: '记到已有工单', idempotent: true,
  body: z.object({ ticketNumber: text('工单号', 20), text: text('来电内容', 1000) }),
});
export const endCall = endpoint<{ done: true }>()({
  method: 'POST', path: '/api/staff/hotline/calls/:callId/end', summary: '结束通话', idempotent: true, body: z.object({ summary: optionalText('小结', 200) }),
});
export const recentCalls = endpoint<{ items: { callId: number; phone: string; startedAt: string; endedAt: string | null; ticketNumber: string | null; summary: string }[] }>()({
  method: 'GET', path: '/api/staff/hotline/calls', summary: '我的最近通话',
});
/** From the telephone exchange, `Authorization: Bearer <exchange token>`: rings at the agent's console. */
export const incomingCall = endpoint<{ accepted: true }>()({
  method: 'POST', path: '/api/hotline/incoming', summary: '来电推送（电话交换机调用）',
  body: z.object({ phone: callerNumber, staffNumber: text('坐席工号', 12) }),
});
