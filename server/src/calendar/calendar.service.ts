import { Injectable } from '@nestjs/common';
import type { Weekday } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { RuleBook } from '../rulebook/index.js';
import { HallCalendar } from './hall-calendar.js';
import { HallExceptionRow, HallOpenWeekday } from './hall-calendar.entity.js';
import { type WorkingCalendar, workingCalendarOf } from './working-calendar.js';

/** Of a hall whose week nobody has entered yet. */
const USUAL_WEEK: readonly Weekday[] = [1, 2, 3, 4, 5];

/** The two calendars of TL-3: the working days of the country, and the open days of each hall. */
@Injectable()
export class CalendarService {
  private readonly known = new Map<number, WorkingCalendar>();

  constructor(private readonly ruleBook: RuleBook) {}

  /** The working calendar in force, with its edition, which is recorded with every deadline counted by it. One indexed query. */
  async working(manager: EntityManager): Promise<{ edition: number; calendar: WorkingCalendar }> {
    const { edition } = await this.ruleBook.current(manager, 'working-calendar');
    return { edition, calendar: await this.workingEdition(manager, edition) };
  }

  /** The working calendar as it was, to explain a deadline by (TL-9). */
  async workingEdition(manager: EntityManager, edition: number): Promise<WorkingCalendar> {
    const known = this.known.get(edition);
    if (known) return known;
    const calendar = workingCalendarOf(await this.ruleBook.edition(manager, 'working-calendar', edition));
    this.known.set(edition, calendar);
    return calendar;
  }

  /** A hall's open days, as they stand today. */
  async hall(manager: EntityManager, hallId: number): Promise<HallCalendar> {
    const week = await manager.findBy(HallOpenWeekday, { hallId });
    const exceptions = await manager.findBy(HallExceptionRow, { hallId });
    return new HallCalendar({
      weekly: new Set(week.length > 0 ? week.map(({ weekday }) => weekday) : USUAL_WEEK),
      exceptions: new Map(exceptions.map(({ date, open, note }) => [date, { open, note }])),
    });
  }
}
