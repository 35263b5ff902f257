import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RuleBook } from '../rulebook/index.js';
import type { HallCalendar } from './hall-calendar.js';
import { HallExceptionRow, HallOpenWeekday } from './hall-calendar.entity.js';
import { hallCalendarOf } from './hall-calendar.service.js';
import { type WorkingCalendar, workingCalendarOf } from './working-calendar.js';

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
    return hallCalendarOf({ weekly: week.map(({ weekday }) => weekday), exceptions });
  }
}
