import type { EntityManager } from 'typeorm';
import { CalendarService, type HallCalendar, type WorkingCalendar } from '../calendar/index.js';
import { Refusal } from '../http/index.js';
import type { CountedDays } from './rules/clock-types.js';
import { movedDues } from './rules/decide-by-system.js';
import { movedByACalendar } from './rules/moved-by-a-calendar.js';
import type { TicketStore } from './ticket-store.js';
import { Ticket, TicketClockRow } from './ticket.entity.js';

/** Which clocks a change of calendar can touch. */
export interface CorrectionScope {
  readonly hallId: number | null;
  readonly dueAfter: Date;
  /** Of the working calendar or the hall's, as it will be. */
  readonly edition: number;
}
/** The days before and after a change. `edition`: of the working calendar, as it will be. */
export interface ChangedDays {
  readonly edition: number;
  readonly working: WorkingCalendar;
  /** Of the hall whose calendar changes; null when the working calendar does. */
  readonly hall: { readonly before: HallCalendar; readonly after: HallCalendar } | null;
}
export interface Candidate extends TicketClockRow {
  hallId: number;
}

/** Its place in the order in which clocks are looked at. */
export const positionOf = ({ dueAt, ticketId, clock, round }: TicketClockRow): string => `${dueAt!.getTime()} ${ticketId} ${clock} ${round}`;

/**
 * The next running clocks after `position` that a change can touch, by the index on (state, due_at): those that ended before the first changed
 * day are never read, whatever the size of the table.
 */
export async function candidatesAfter(manager: EntityManager, { hallId, dueAfter, edition }: CorrectionScope, position: string, take: number): Promise<Candidate[]> {
  const query = manager
    .createQueryBuilder(TicketClockRow, 'c')
    .innerJoin(Ticket, 't', 't.id = c.ticketId')
    .addSelect('t.hallId', 'hall_id')
    .where('c.state = :state AND c.dueAt > :dueAfter AND c.limitUnit = :unit', { state: 'running', dueAfter, unit: hallId === null ? 'working-days' : 'hall-days' });
  // Clocks already counted by the new working calendar come again further on, where their deadline went.
  if (hallId === null) query.andWhere('c.calendar < :edition', { edition });
  else query.andWhere('t.hallId = :hallId', { hallId });
  const parts = position.split(' ');
  if (parts.length === 4) {
    const [due, ticketId, clock, round] = [new Date(Number(parts[0])), Number(parts[1]), parts[2], Number(parts[3])];
    if ([due.getTime(), ticketId, round].some(Number.isNaN)) throw new Refusal('INVALID_INPUT');
    query
      .andWhere('c.dueAt >= :due', { due })
      .andWhere('(c.dueAt > :due OR c.ticketId > :ticketId OR (c.ticketId = :ticketId AND (c.clock > :clock OR (c.clock = :clock AND c.round > :round))))', { due, ticketId, clock, round });
  }
  const { entities, raw } = await query.orderBy('c.dueAt').addOrderBy('c.ticketId').addOrderBy('c.clock').addOrderBy('c.round').limit(take).getRawAndEntities<{ hall_id: number }>();
  return entities.map((row, index) => ({ ...row, hallId: Number(raw[index]!.hall_id) }));
}

/** The deadline by its limit that a change gives a clock; null when it stays. */
export async function movedDue(manager: EntityManager, candidate: Candidate, days: ChangedDays, calendars: CalendarService, store: TicketStore): Promise<Date | null> {
  const { hall } = days;
  const counted: CountedDays = hall ? withHall(days.working, hall.before) : await calendars.workingEdition(manager, candidate.calendar);
  const after = hall ? withHall(days.working, hall.after) : days.working;
  const moved = movedByACalendar(candidate, counted, after);
  if (moved !== 'unknown') return moved;
  const loaded = await store.load(manager, candidate.ticketId);
  const due = loaded && movedDues(loaded.fold, { calendar: after, calendarEdition: days.edition }).find((one) => one.clock === candidate.clock && one.round === candidate.round);
  return due ? new Date(due.due) : null;
}

function withHall(calendar: WorkingCalendar, hall: HallCalendar): CountedDays {
  return { isWorkingDay: (date) => calendar.isWorkingDay(date), hall };
}
