import type * as contract from '@shouwen/shared/contract/appointment';
import type { AppointmentAction } from '@shouwen/shared/vocabulary';
import { maskPhone, ticketNumberOf } from '@shouwen/shared/value';
import { type EntityManager, In } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Hall, Staff } from '../staff/index.js';
import type { Appointment } from './appointment.entity.js';
import { HallBookingPolicy } from './hall-booking-policy.entity.js';
import { deskActions, residentActions, whyNot } from './rules/appointment-lifecycle.js';
import { type BookingPolicy, DEFAULT_BOOKING_POLICY } from './rules/booking-policy.js';
import { ServiceItem } from './service-item.entity.js';

export function serviceView({ id, name, serviceGroup, summary, materials, process, fee, timeLimit }: ServiceItem): contract.ServiceItem {
  return { id, name, group: serviceGroup, summary, materials, process, fee, limit: timeLimit };
}

export function hallView({ id, name, address, phone, openHours, latitudeE6, longitudeE6 }: Hall): contract.HallItem {
  return { id, name, address, phone, openHours, place: { latitude: latitudeE6 / 1e6, longitude: longitudeE6 / 1e6 } };
}

/** What both faces show of an appointment. */
function commonView(row: Appointment, actions: readonly AppointmentAction[], now: Date, policy: BookingPolicy): Omit<contract.AppointmentView, 'service' | 'hall'> {
  const allowedActions = actions.map((action) => {
    const why = whyNot(action, row, now, policy);
    return { action, allowed: why === null, why };
  });
  const { id, checkInCode, state, date, startTime, endTime, contactName, note, version } = row;
  return {
    id, checkInCode, state, date, startTime, endTime, contactName, note, version, allowedActions,
    contactPhoneMasked: maskPhone(row.contactPhone),
    window: row.windowName,
    ticketNumber: row.ticketId === null ? null : ticketNumberOf(row.ticketId),
  };
}

/** As its resident sees it. `manager`: the transaction's, where there is one. */
export async function appointmentViews(manager: EntityManager, rows: readonly Appointment[], now: Date): Promise<contract.AppointmentView[]> {
  const services = await rowsById(manager, ServiceItem, rows.map((row) => row.serviceItemId));
  const hallIds = [...new Set(rows.map((row) => row.hallId))];
  const halls = await rowsById(manager, Hall, hallIds);
  const policies = new Map(hallIds.length === 0 ? [] : (await manager.findBy(HallBookingPolicy, { hallId: In(hallIds) })).map((row) => [row.hallId, row]));
  return rows.map((row) => ({
    ...commonView(row, residentActions, now, policies.get(row.hallId) ?? DEFAULT_BOOKING_POLICY),
    service: serviceView(services.get(row.serviceItemId)!),
    hall: hallView(halls.get(row.hallId)!),
  }));
}

/** As the hall sees its day. All rows are of one hall, whose `policy` it is. */
export async function hallDayItems(manager: EntityManager, rows: readonly Appointment[], policy: BookingPolicy, now: Date): Promise<contract.HallDayItem[]> {
  const services = await rowsById(manager, ServiceItem, rows.map((row) => row.serviceItemId));
  const callers = await rowsById(manager, Staff, rows.flatMap((row) => row.calledById ?? []));
  return rows.map((row) => ({
    ...commonView(row, deskActions, now, policy),
    serviceName: services.get(row.serviceItemId)!.name,
    checkedInAt: row.checkedInAt?.toISOString() ?? null,
    calledAt: row.calledAt?.toISOString() ?? null,
    calledBy: row.calledById === null ? null : (callers.get(row.calledById)?.name ?? null),
  }));
}
