import { Injectable } from '@nestjs/common';
import { addDays, daysBetween, shanghaiDate, weekday, type DateString } from '@shouwen/shared/value';
import { Between, DataSource, type EntityManager, LessThan, MoreThan } from 'typeorm';
import { HallCalendar, HallExceptionRow, HallOpenWeekday } from '../calendar/index.js';
import { Transactions } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { HallBookingPolicy } from './hall-booking-policy.entity.js';
import { type BookableDay, type BookableSlot, bookableDay, type DayFacts, slotsPlannedFor } from './rules/bookable-from-now-to-days-ahead.js';
import { type BookingPolicy, DEFAULT_BOOKING_POLICY } from './rules/booking-policy.js';
import { SlotCounter, SlotPlan } from './slot.entity.js';

/** A place someone wants: who has it is decided by `take`. */
export interface WantedSlot {
  counterId: number;
  capacity: number;
  startTime: string;
  endTime: string;
}
export interface SlotWish {
  hallId: number;
  serviceGroup: string;
  date: DateString;
  startTime: string;
}

/** Hall days, and the places on them: what is planned, what is taken. */
@Injectable()
export class SlotService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  async policyOf(manager: EntityManager, hallId: number): Promise<BookingPolicy> {
    return (await manager.findOneBy(HallBookingPolicy, { hallId })) ?? DEFAULT_BOOKING_POLICY;
  }

  /** Today and the days of the policy, with their slots (QU-1). */
  async bookableDays(hallId: number, serviceGroup: string, now: Date): Promise<{ date: DateString; day: BookableDay }[]> {
    const policy = await this.policyOf(this.dataSource.manager, hallId);
    const today = shanghaiDate(now);
    return this.daysBetween(hallId, serviceGroup, today, addDays(today, policy.daysAhead), policy, now);
  }

  async bookableDay(hallId: number, serviceGroup: string, date: DateString, now: Date): Promise<BookableDay> {
    const policy = await this.policyOf(this.dataSource.manager, hallId);
    const [only] = await this.daysBetween(hallId, serviceGroup, date, date, policy, now);
    return only!.day;
  }

  /** All of a hall's slots on a day, groups taken together, also those that are over. */
  async plannedSlots(hallId: number, date: DateString): Promise<BookableSlot[]> {
    const { manager } = this.dataSource;
    const exception = await manager.findOneBy(HallExceptionRow, { hallId, date });
    const open = exception?.open ?? (await manager.existsBy(HallOpenWeekday, { hallId, weekday: weekday(date) }));
    if (!open) return [];
    const plan = await manager.findBy(SlotPlan, { hallId });
    const counters = await manager.findBy(SlotCounter, { hallId, date });
    const merged = new Map<string, BookableSlot>();
    for (const group of new Set(plan.map((slot) => slot.serviceGroup))) {
      const taken = new Map(counters.filter((row) => row.serviceGroup === group).map((row) => [row.startTime, row.taken]));
      for (const slot of slotsPlannedFor({ date, slotWeekday: exception?.slotWeekday ?? null, plan: plan.filter((row) => row.serviceGroup === group), taken })) {
        const same = merged.get(`${slot.startTime}-${slot.endTime}`);
        merged.set(`${slot.startTime}-${slot.endTime}`, same ? { ...slot, capacity: same.capacity + slot.capacity, free: same.free + slot.free } : slot);
      }
    }
    return [...merged.values()].sort((a, b) => (a.startTime < b.startTime ? -1 : 1));
  }

  private async daysBetween(hallId: number, serviceGroup: string, from: DateString, to: DateString, policy: BookingPolicy, now: Date): Promise<{ date: DateString; day: BookableDay }[]> {
    const { manager } = this.dataSource;
    const week = await manager.findBy(HallOpenWeekday, { hallId });
    const exceptions = new Map((await manager.findBy(HallExceptionRow, { hallId, date: Between(from, to) })).map((row) => [row.date, row]));
    const plan = await manager.findBy(SlotPlan, { hallId, serviceGroup });
    const counters = await manager.findBy(SlotCounter, { hallId, serviceGroup, date: Between(from, to) });
    const calendar = new HallCalendar({ weekly: new Set(week.map((row) => row.weekday)), exceptions });
    const days: { date: DateString; day: BookableDay }[] = [];
    for (let ahead = 0; ahead <= daysBetween(from, to); ahead++) {
      const date = addDays(from, ahead); // never a day after `to`: after 9999-12-31 there is none
      const taken = new Map(counters.filter((row) => row.date === date).map((row) => [row.startTime, row.taken]));
      const facts: DayFacts = { date, now, policy, reasonClosed: calendar.reasonClosed(date), slotWeekday: exceptions.get(date)?.slotWeekday ?? null, plan, taken };
      days.push({ date, day: bookableDay(facts) });
    }
    return days;
  }

  /**
   * Finds out whether a slot may be booked, and makes its counter. Called before the transaction: many first
   * comers inserting one counter inside long transactions would wait for each other in a circle. Returns the
   * refusal (`SLOT_UNAVAILABLE`, `SLOT_FULL`) for the transaction to throw, so that a repeated call can still find its recorded answer.
   */
  async prepare({ hallId, serviceGroup, date, startTime }: SlotWish, now: Date): Promise<WantedSlot | Refusal> {
    const day = await this.bookableDay(hallId, serviceGroup, date, now);
    const slot = day.slots.find((s) => s.startTime === startTime);
    if (!slot) return new Refusal('SLOT_UNAVAILABLE', { rule: 'QU-1' });
    const where = { hallId, serviceGroup, date, startTime };
    let counter = await this.dataSource.manager.findOneBy(SlotCounter, where);
    if (!counter) {
      await this.transactions.run((tx) => tx.createQueryBuilder().insert().into(SlotCounter).values({ ...where, taken: 0 }).orIgnore().updateEntity(false).execute().then(() => undefined));
      counter = await this.dataSource.manager.findOneByOrFail(SlotCounter, where);
    }
    return { counterId: counter.id, capacity: slot.capacity, startTime, endTime: slot.endTime };
  }

  /** Takes a place, or refuses `SLOT_FULL`: the condition stands in the UPDATE, so no two can have the last one. */
  async take(tx: EntityManager, { counterId, capacity }: WantedSlot): Promise<void> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(SlotCounter)
      .set({ taken: () => 'taken + 1' })
      .where({ id: counterId, taken: LessThan(capacity) })
      .execute();
    if (!affected) throw new Refusal('SLOT_FULL', { rule: 'QU-1' });
  }

  async giveBack(tx: EntityManager, held: SlotWish): Promise<void> {
    await this.giveBackById(tx, await this.counterOf(tx, held));
  }

  /** Takes the new place and gives back the old one; always the lower counter first, so that two people changing places do not wait for each other. */
  async exchange(tx: EntityManager, held: SlotWish, wanted: WantedSlot): Promise<void> {
    const heldId = await this.counterOf(tx, held);
    if (heldId < wanted.counterId) {
      await this.giveBackById(tx, heldId);
      await this.take(tx, wanted);
    } else {
      await this.take(tx, wanted);
      await this.giveBackById(tx, heldId);
    }
  }

  private async counterOf(tx: EntityManager, { hallId, serviceGroup, date, startTime }: SlotWish): Promise<number> {
    return (await tx.findOneByOrFail(SlotCounter, { hallId, serviceGroup, date, startTime })).id;
  }

  private async giveBackById(tx: EntityManager, id: number): Promise<void> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(SlotCounter)
      .set({ taken: () => 'taken - 1' })
      .where({ id, taken: MoreThan(0) })
      .execute();
    // Someone else gave it back since the appointment was read.
    if (!affected) throw new Refusal('APPOINTMENT_CHANGED');
  }
}
