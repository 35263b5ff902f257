import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Believed } from '../database/index.js';
import { RuleBook } from '../rulebook/index.js';
import { type HallCalendar, hallCalendarOf } from './hall-calendar.js';
import { HallExceptionRow, HallOpenWeekday } from './hall-calendar.entity.js';
import { type WorkingCalendar, workingCalendarOf } from './working-calendar.js';

/** The two calendars of TL-3: the working days of the country, and the open days of each hall. */
@Injectable()
export class CalendarService {
  private readonly known = new Map<number, WorkingCalendar>();
  private readonly halls = new Believed(hallCalendars);

  constructor(private readonly ruleBook: RuleBook) {}

  /** The working calendar in force, with its edition, which is recorded with every deadline counted by it. */
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

  /** A hall's open days, as they stand today: a second old at most (see `RuleBook`). */
  async hall(manager: EntityManager, hallId: number): Promise<HallCalendar> {
    return (await this.halls.get(manager)).get(hallId) ?? hallCalendarOf({ weekly: [], exceptions: [] });
  }

  /** A hall's calendar was changed here. */
  hallChanged(): void {
    this.halls.forget();
  }
}

/** A company has a few halls, each with a week and some days that differ. */
async function hallCalendars(manager: EntityManager): Promise<ReadonlyMap<number, HallCalendar>> {
  const weeks = await manager.find(HallOpenWeekday);
  const exceptions = await manager.find(HallExceptionRow);
  const hallIds = new Set([...weeks, ...exceptions].map(({ hallId }) => hallId));
  return new Map([...hallIds].map((id) => [
    id, hallCalendarOf({ weekly: weeks.filter(({ hallId }) => hallId === id).map(({ weekday }) => weekday), exceptions: exceptions.filter(({ hallId }) => hallId === id) }),
  ]));
}
