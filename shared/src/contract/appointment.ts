import * as z from 'zod/mini';
import type { AppointmentAction, AppointmentState } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { callerNumber, date, id, idInQuery, mobile, optionalText, page, personName, text, version } from './field.js';

/** QU-4: one catalogue feeds mini-program, counter and hotline. */
export interface ServiceItem {
  id: number;
  name: string;
  group: string;
  summary: string;
  materials: { name: string; howToGet: string }[];
  process: string[];
  fee: string;
  limit: string;
}
export interface HallItem {
  id: number;
  name: string;
  address: string;
  phone: string;
  openHours: string;
  place: { latitude: number; longitude: number };
}
export interface SlotItem {
  /** Asia/Shanghai date and `HH:mm` times. */
  date: string;
  startTime: string;
  endTime: string;
  free: number;
  capacity: number;
}
export interface DayItem {
  date: string;
  open: boolean;
  /** Why it cannot be booked, e.g. 周末不营业; null when it can. */
  why: string | null;
  free: number;
}
export interface AppointmentView {
  id: number;
  /** Six digits, shown at the hall. */
  checkInCode: string;
  state: AppointmentState;
  service: ServiceItem;
  hall: HallItem;
  date: string;
  startTime: string;
  endTime: string;
  contactName: string;
  contactPhoneMasked: string;
  note: string;
  /** Where the clerk calls to, once called. */
  window: string | null;
  ticketNumber: string | null;
  allowedActions: { action: AppointmentAction; allowed: boolean; why: string | null }[];
  version: number;
}

export const services = endpoint<{ items: ServiceItem[] }>()({ method: 'GET', path: '/api/services', summary: '服务目录' });
export const halls = endpoint<{ items: HallItem[] }>()({ method: 'GET', path: '/api/halls', summary: '营业厅' });
/** The next 14 days of a hall for a service. */
export const bookableDays = endpoint<{ items: DayItem[] }>()({
  method: 'GET', path: '/api/halls/:hallId/days', summary: '可预约日期', query: z.object({ serviceId: idInQuery('业务') }),
});
export const slots = endpoint<{ items: SlotItem[] }>()({
  method: 'GET', path: '/api/halls/:hallId/slots', summary: '可预约时段', query: z.object({ serviceId: idInQuery('业务'), date: date('日期') }),
});
const time = z.string('请选择时段').check(z.regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, '请选择时段'));
export const book = endpoint<AppointmentView>()({
  method: 'POST', path: '/api/appointments', summary: '预约', idempotent: true,
  body: z.object({
    serviceId: id('业务'), hallId: id('营业厅'), date: date('日期'), startTime: time,
    contactName: personName('姓名'), contactPhone: mobile, note: optionalText('备注', 200),
    /** QU-1: the materials list was shown and confirmed. */
    materialsConfirmed: z.boolean(),
  }),
});
export const myAppointments = endpoint<Page<AppointmentView>>()({ method: 'GET', path: '/api/appointments', summary: '我的预约', query: z.object(page) });
export const appointmentDetail = endpoint<AppointmentView>()({ method: 'GET', path: '/api/appointments/:id', summary: '预约详情' });
export const moveAppointment = endpoint<AppointmentView>()({
  method: 'POST', path: '/api/appointments/:id/move', summary: '改时间', idempotent: true, body: z.object({ version, date: date('日期'), startTime: time }),
});
export const cancelAppointment = endpoint<AppointmentView>()({
  method: 'POST', path: '/api/appointments/:id/cancel', summary: '取消预约', idempotent: true, body: z.object({ version }),
});

// ---- the hall
export interface HallDayItem extends Omit<AppointmentView, 'service' | 'hall'> {
  serviceName: string;
  checkedInAt: string | null;
  calledAt: string | null;
  calledBy: string | null;
}
export const hallDay = endpoint<{ date: string; items: HallDayItem[]; slots: SlotItem[] }>()({
  method: 'GET', path: '/api/staff/appointments', summary: '本厅当日预约', query: z.object({ date: z.optional(date('日期')) }),
});
export const bookByPhone = endpoint<HallDayItem>()({
  method: 'POST', path: '/api/staff/appointments', summary: '代居民预约', idempotent: true,
  body: z.object({ serviceId: id('业务'), hallId: id('营业厅'), date: date('日期'), startTime: time, contactName: personName('姓名'), contactPhone: callerNumber, note: optionalText('备注', 200) }),
});
/** For the resident who rings up: clerks for their hall, the hotline for every hall. */
export const moveForResident = endpoint<HallDayItem>()({
  method: 'POST', path: '/api/staff/appointments/:id/move', summary: '代居民改时间', idempotent: true, body: z.object({ version, date: date('日期'), startTime: time }),
});
export const cancelForResident = endpoint<HallDayItem>()({
  method: 'POST', path: '/api/staff/appointments/:id/cancel', summary: '代居民取消预约', idempotent: true, body: z.object({ version }),
});
export const checkIn = endpoint<HallDayItem>()({
  method: 'POST', path: '/api/staff/appointments/check-in', summary: '签到', idempotent: true,
  body: z.object({ code: z.string('请输入签到码').check(z.trim(), z.regex(/^[0-9]{6}$/, '签到码是 6 位数字')) }),
});
export const callAppointment = endpoint<HallDayItem>()({
  method: 'POST', path: '/api/staff/appointments/:id/call', summary: '叫号', idempotent: true, body: z.object({ version, window: text('窗口', 10) }),
});
export const finishAppointment = endpoint<HallDayItem>()({
  method: 'POST', path: '/api/staff/appointments/:id/finish', summary: '当场办完', idempotent: true, body: z.object({ version, result: text('办理结果', 500) }),
});
/** One action: the appointment is finished and a ticket opened with the acting clerk as first responsible (FI-1). */
export const appointmentToTicket = endpoint<{ appointment: HallDayItem; ticketNumber: string }>()({
  method: 'POST', path: '/api/staff/appointments/:id/to-ticket', summary: '转为工单', idempotent: true,
  body: z.object({ version, category: z.string().check(z.maxLength(40)), title: text('事由', 60), description: text('详细情况', 2000), address: text('地址', 120) }),
});
