import type { EntityManager } from 'typeorm';
import { addDays, weekday, type DateString, type Weekday } from '@shouwen/shared/value';
import { HallBookingPolicy, ServiceItem, SlotPlan } from '../appointment/index.js';
import { HallExceptionRow, HallOpenWeekday, PUBLISHED_HOLIDAYS } from '../calendar/index.js';
import { placesPerHour, serviceCatalogue } from './service-catalogue.js';

const hours = [['08:30', '09:30'], ['09:30', '10:30'], ['10:30', '11:30'], ['14:00', '15:00'], ['15:00', '16:00'], ['16:00', '17:00']] as const;
const friday: Weekday = 5;

/** Service catalogue, hall calendars and counter places of the demonstration company (QU-1, QU-4, TL-3). For an empty database. */
export async function seedAppointments(tx: EntityManager, halls: readonly { id: number; openWeekdays: readonly Weekday[] }[]): Promise<void> {
  await tx.insert(ServiceItem, serviceCatalogue.map((service, index) => ({ ...service, position: index + 1, active: true })));
  for (const { id: hallId, openWeekdays } of halls) {
    await tx.insert(HallOpenWeekday, openWeekdays.map((day) => ({ hallId, weekday: day })));
    await tx.insert(HallBookingPolicy, { hallId, daysAhead: 14, checkInMinutesBefore: 60 });
    await tx.insert(HallExceptionRow, holidayExceptions(openWeekdays).map((row) => ({ hallId, ...row })));
    await tx.insert(SlotPlan, openWeekdays.flatMap((day) =>
      Object.entries(placesPerHour).flatMap(([serviceGroup, capacity]) => hours.map(([startTime, endTime]) => ({ hallId, serviceGroup, weekday: day, startTime, endTime, capacity }))),
    ));
  }
}

/** A hall closes on public holidays, and opens with a Friday's places on weekend days worked instead. */
function holidayExceptions(openWeekdays: readonly Weekday[]): { date: DateString; open: boolean; note: string; slotWeekday: Weekday | null }[] {
  const rows = [];
  for (const { holidays, makeUpDays } of PUBLISHED_HOLIDAYS) {
    for (const { name, from, to } of holidays)
      for (let date = from; date <= to; date = addDays(date, 1)) rows.push({ date, open: false, note: `${name}放假`, slotWeekday: null });
    for (const date of makeUpDays) if (!openWeekdays.includes(weekday(date))) rows.push({ date, open: true, note: '调休上班', slotWeekday: friday });
  }
  return rows;
}
