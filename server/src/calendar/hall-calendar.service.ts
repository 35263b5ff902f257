import { Injectable } from '@nestjs/common';
import type { BodyOf, Page } from '@shouwen/shared/contract';
import type { HallCalendarView, HallWeek, saveHallCalendar } from '@shouwen/shared/contract/calendar';
import type { Difference, EditionItem } from '@shouwen/shared/contract/rulebook';
import { DataSource, type EntityManager, In, LessThan } from 'typeorm';
import { isDuplicateKey, rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { CalendarService } from './calendar.service.js';
import { HallCalendarEdition, HallExceptionRow, HallOpenWeekday } from './hall-calendar.entity.js';
import { aHallOpensOnSomeDays } from './rules/a-hall-opens-on-some-days.js';
import { differenceOfHallWeeks } from './rules/difference-of-hall-weeks.js';

/** Told in the transaction that changes a hall's calendar. */
export type HallCalendarHandler = (tx: EntityManager, change: { hallId: number; edition: number; before: HallWeek; after: HallWeek; now: Date }) => Promise<void>;

/** The administrator's side of the hall calendars. */
@Injectable()
export class HallCalendarService {
  private readonly handlers: HallCalendarHandler[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly calendars: CalendarService,
  ) {}

  /** Calls `handler` whenever a hall's calendar changes; call it in `onModuleInit`. */
  follow(handler: HallCalendarHandler): void {
    this.handlers.push(handler);
  }

  async list(): Promise<HallCalendarView[]> {
    const { manager } = this.dataSource;
    const halls = await manager.find(Hall, { order: { id: 'ASC' } });
    const views: HallCalendarView[] = [];
    for (const hall of halls) views.push(await this.view(manager, hall));
    return views;
  }

  /** Newest first; without how it stood before the first edit. */
  async editions(hallId: number, cursor: string | undefined, size: number): Promise<Page<EditionItem & { difference: Difference[] }>> {
    const { manager } = this.dataSource;
    const below = cursor !== undefined && /^\d{1,9}$/.test(cursor) ? { edition: LessThan(Number(cursor)) } : {};
    const rows = await manager.find(HallCalendarEdition, { where: { hallId, ...below }, order: { edition: 'DESC' }, take: size + 1 });
    const shown = rows.slice(0, size).filter((row) => row.edition > 0);
    const people = await rowsById(manager, Staff, shown.map((row) => row.editedBy));
    const items = shown.map(({ edition, reason, editedBy, at, content }, index) => ({
      edition, reason, editedBy: people.get(editedBy ?? 0)?.name ?? null, at: at.toISOString(), difference: differenceOfHallWeeks(rows[index + 1]?.content ?? content, content),
    }));
    const last = items.at(-1)?.edition ?? 0;
    return { items, next: last > 1 && rows.length > size ? String(last) : null };
  }

  /** What a change would make of a hall. Refuses `NOT_FOUND`, `EDITION_STALE`, `POLICY_CONTRADICTS`. */
  async judge(manager: EntityManager, hallId: number, basedOn: number, after: HallWeek): Promise<{ before: HallWeek }> {
    if (!(await manager.existsBy(Hall, { id: hallId }))) throw new Refusal('NOT_FOUND');
    if ((await this.editionOf(manager, hallId)) !== basedOn) throw new Refusal('EDITION_STALE');
    const faults = aHallOpensOnSomeDays(after);
    if (faults[0]) throw new Refusal('POLICY_CONTRADICTS', { rule: 'TL-3', message: faults[0].message, fields: faults });
    return { before: await this.weekOf(manager, hallId) };
  }

  /** In force at once. Refuses what `judge` refuses, and `NOTHING_CHANGED`. */
  async save(hallId: number, { basedOn, weekly, exceptions, reason }: BodyOf<typeof saveHallCalendar>, by: StaffViewer): Promise<HallCalendarView> {
    const now = this.clock.now();
    const after: HallWeek = { weekly: [...weekly].sort((a, b) => a - b), exceptions: [...exceptions].sort((a, b) => (a.date < b.date ? -1 : 1)) };
    const saved = await this.once.run(async (tx) => {
      const { before } = await this.judge(tx, hallId, basedOn, after);
      if (differenceOfHallWeeks(before, after).length === 0) throw new Refusal('NOTHING_CHANGED');
      const edition = basedOn + 1;
      try {
        if (basedOn === 0) await tx.insert(HallCalendarEdition, { hallId, edition: 0, content: before, reason: '修改前', editedBy: null, at: now });
        await tx.insert(HallCalendarEdition, { hallId, edition, content: after, reason, editedBy: by.id, at: now });
      } catch (error) {
        if (isDuplicateKey(error)) throw new Refusal('EDITION_STALE');
        throw error;
      }
      await this.replace(tx, hallId, before, after);
      for (const handler of this.handlers) await handler(tx, { hallId, edition, before, after, now });
      return this.view(tx, await tx.findOneByOrFail(Hall, { id: hallId }));
    });
    this.calendars.hallChanged();
    return saved;
  }

  private async view(manager: EntityManager, { id, name }: Hall): Promise<HallCalendarView> {
    return { hallId: id, hallName: name, edition: await this.editionOf(manager, id), ...(await this.weekOf(manager, id)) };
  }

  private async editionOf(manager: EntityManager, hallId: number): Promise<number> {
    return (await manager.maximum(HallCalendarEdition, 'edition', { hallId })) ?? 0;
  }

  private async weekOf(manager: EntityManager, hallId: number): Promise<HallWeek> {
    const week = await manager.find(HallOpenWeekday, { where: { hallId }, order: { weekday: 'ASC' } });
    const exceptions = await manager.find(HallExceptionRow, { where: { hallId }, order: { date: 'ASC' } });
    return { weekly: week.map(({ weekday }) => weekday), exceptions: exceptions.map(({ date, open, note, slotWeekday }) => ({ date, open, note, slotWeekday })) };
  }

  /** Only the rows that differ are touched: bookings read the others meanwhile. */
  private async replace(tx: EntityManager, hallId: number, before: HallWeek, after: HallWeek): Promise<void> {
    const closed = before.weekly.filter((day) => !after.weekly.includes(day));
    const opened = after.weekly.filter((day) => !before.weekly.includes(day));
    if (closed.length > 0) await tx.delete(HallOpenWeekday, { hallId, weekday: In(closed) });
    if (opened.length > 0) await tx.insert(HallOpenWeekday, opened.map((weekday) => ({ hallId, weekday })));
    const same = new Set(before.exceptions.map((day) => JSON.stringify(day)));
    const fresh = after.exceptions.filter((day) => !same.has(JSON.stringify(day)));
    const kept = new Set(after.exceptions.filter((day) => same.has(JSON.stringify(day))).map(({ date }) => date));
    const gone = before.exceptions.filter(({ date }) => !kept.has(date)).map(({ date }) => date);
    if (gone.length > 0) await tx.delete(HallExceptionRow, { hallId, date: In(gone) });
    if (fresh.length > 0) await tx.insert(HallExceptionRow, fresh.map((day) => ({ hallId, ...day })));
  }
}
