import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/cashier';
import { type DateString, isDateString } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In } from 'typeorm';
import { insertRows, rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { BankDeposit, CashDayEvent, CashDayRow, CashShift } from './cashier.entity.js';
import { depositViews, shiftViews } from './cashier.view.js';
import { hallOf, leaders } from './desk.js';
import { totalsOf } from './rules/totals-of-shifts.js';
import { occupies, whyNotShiftAction } from './rules/shift-lifecycle.js';
import { tookMoneyThatDay, whatKeepsADayOpen } from './rules/when-a-day-may-be-signed.js';
import { ShiftReports } from './shift-report.service.js';

/** PY-4, PY-6: what the shift leader signs. */
@Injectable()
export class DayService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly reports: ShiftReports,
    private readonly clock: Clock,
  ) {}

  /** A shift begins on this day: refuses `DAY_SIGNED` once it is signed. Whoever signs after `tx` sees the shift. */
  async enter(tx: EntityManager, hallId: number, date: DateString): Promise<void> {
    await insertRows(tx, 'cash_day', ['hall_id', 'date', 'state', 'signed_by_id', 'signed_at', 'version'], [[hallId, date, 'open', null, null, 1]], { skipExisting: true });
    const { affected } = await tx.createQueryBuilder().update(CashDayRow).set({ version: () => 'version + 1' }).where({ hallId, date, state: 'open' }).execute();
    if (!affected) throw new Refusal('DAY_SIGNED', { rule: 'PY-6' });
  }

  async isSigned(hallId: number, date: DateString): Promise<boolean> {
    return this.dataSource.manager.existsBy(CashDayRow, { hallId, date, state: 'signed' });
  }

  /** PY-4: the late book is signed by the shift leader, never by who took the money. */
  confirmLate(viewer: StaffViewer, id: number, { version }: BodyOf<typeof contract.confirmLate>): Promise<contract.ShiftView> {
    return this.once.run(async (tx) => {
      const shift = await tx.findOneBy(CashShift, { id, hallId: hallOf(viewer) });
      if (!shift) throw new Refusal('NOT_FOUND');
      if (shift.cashierId === viewer.id) throw new Refusal('SHIFT_ACTION_NOT_ALLOWED', { rule: 'PY-4', message: '自己收的晚收簿要由其他班长或大厅主任确认' });
      const why = whyNotShiftAction({ state: shift.state, book: shift.book, lateConfirmed: shift.lateConfirmedAt !== null }, 'confirm-late');
      if (why !== null) throw new Refusal('SHIFT_ACTION_NOT_ALLOWED', { rule: 'PY-4', message: why });
      const { affected } = await tx.update(CashShift, { id, version }, { lateConfirmedById: viewer.id, lateConfirmedAt: this.clock.now(), version: version + 1 });
      if (!affected) throw new Refusal('SHIFT_CHANGED');
      return (await shiftViews(tx, [await tx.findOneByOrFail(CashShift, { id })]))[0]!;
    });
  }

  /** Days to sign, oldest first, or signed ones, newest first. A leader's own hall; who belongs to none sees all. */
  async list(viewer: StaffViewer, { state, cursor, size }: QueryOf<typeof contract.cashDays>): Promise<Page<contract.CashDayItem>> {
    const { manager } = this.dataSource;
    const [up, order] = state === 'open' ? ['>', 'ASC' as const] : ['<', 'DESC' as const];
    const select = manager.createQueryBuilder(CashDayRow, 'd').where('d.state = :state', { state }).orderBy('d.date', order).addOrderBy('d.hallId', order).limit(size + 1);
    if (viewer.hallId !== null) select.andWhere('d.hallId = :hallId', { hallId: viewer.hallId });
    if (cursor !== undefined) {
      const [date, hall] = parseCursor(cursor);
      select.andWhere(`(d.date ${up} :date OR (d.date = :date AND d.hallId ${up} :hall))`, { date, hall });
    }
    const rows = await select.getMany();
    const days = rows.slice(0, size);
    const last = days.at(-1);
    return { items: await this.items(manager, days), next: rows.length > size && last ? `${last.date}.${last.hallId}` : null };
  }

  async day(viewer: StaffViewer, hallId: number, date: DateString, manager: EntityManager = this.dataSource.manager): Promise<contract.CashDay> {
    if (!isDateString(date) || (viewer.hallId !== null && viewer.hallId !== hallId)) throw new Refusal('NOT_FOUND');
    const row = await manager.findOneBy(CashDayRow, { hallId, date });
    if (!row) throw new Refusal('NOT_FOUND');
    const [item] = await this.items(manager, [row]);
    const shifts = await manager.find(CashShift, { where: { hallId, date }, order: { id: 'ASC' } });
    const reports = await this.reports.of(manager, shifts, { blind: row.state === 'open' });
    const deposits = await manager.find(BankDeposit, { where: [{ hallId, date }, { id: In([0, ...shifts.flatMap(({ depositId }) => depositId ?? [])]) }], order: { id: 'ASC' } });
    const events = await manager.find(CashDayEvent, { where: { dayId: row.id }, order: { id: 'ASC' } });
    const staff = await rowsById(manager, Staff, events.map((event) => event.byId));
    return {
      ...item!, version: row.version, shifts: reports, deposits: await depositViews(manager, deposits), totals: totalsOf(reports.flatMap((report) => report.totals ?? [])),
      missing: whatKeepsADayOpen(reports.map(({ shift }) => ({ ...shift, lateConfirmed: shift.lateConfirmedAt !== null }))),
      history: events.map((event) => ({ what: event.what, byName: staff.get(event.byId)?.name ?? '', at: event.at.toISOString(), note: event.note })),
    };
  }

  /** PY-6: signing is for good; see `reopen`. */
  sign(viewer: StaffViewer, { hallId, date, version, note }: BodyOf<typeof contract.signDay>): Promise<contract.CashDay> {
    return this.move(viewer, { hallId, date, version }, 'sign', note, async (tx) => {
      const shifts = await tx.findBy(CashShift, { hallId, date });
      if (tookMoneyThatDay(shifts, viewer.id)) throw new Refusal('SHIFT_ACTION_NOT_ALLOWED', { rule: 'PY-6', message: '您当天也收了费，请由其他班长或大厅主任签字' });
      const missing = whatKeepsADayOpen((await shiftViews(tx, shifts)).map((shift) => ({ ...shift, lateConfirmed: shift.lateConfirmedAt !== null })));
      if (missing.length > 0) throw new Refusal('DAY_NOT_READY', { rule: 'PY-6', message: `当日账还不能签字：${missing.join('；')}`.slice(0, 400) });
    });
  }

  /** Recorded with its reason; shifts may open on the day again. */
  reopen(viewer: StaffViewer, { hallId, date, version, reason }: BodyOf<typeof contract.reopenDay>): Promise<contract.CashDay> {
    return this.move(viewer, { hallId, date, version }, 'reopen', reason, async () => undefined);
  }

  private move(viewer: StaffViewer, { hallId, date, version }: { hallId: number; date: DateString; version: number }, what: 'sign' | 'reopen', note: string, check: (tx: EntityManager) => Promise<void>): Promise<contract.CashDay> {
    if (!leaders.some((role) => viewer.roles.includes(role)) || hallOf(viewer) !== hallId) throw new Refusal('NOT_FOUND');
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      const row = await tx.findOneBy(CashDayRow, { hallId, date });
      if (!row) throw new Refusal('NOT_FOUND');
      const [from, to] = what === 'sign' ? (['open', 'signed'] as const) : (['signed', 'open'] as const);
      const signed = what === 'sign' ? { signedById: viewer.id, signedAt: now } : { signedById: null, signedAt: null };
      const { affected } = await tx.update(CashDayRow, { id: row.id, version, state: from }, { state: to, ...signed, version: version + 1 });
      if (!affected) throw new Refusal('DAY_CHANGED');
      // After the row is ours: a shift that opened meanwhile is seen.
      await check(tx);
      await tx.insert(CashDayEvent, { dayId: row.id, what, byId: viewer.id, note, at: now });
      return this.day(viewer, hallId, date, tx);
    });
  }

  private async items(manager: EntityManager, days: readonly CashDayRow[]): Promise<contract.CashDayItem[]> {
    if (days.length === 0) return [];
    const halls = await rowsById(manager, Hall, days.map((day) => day.hallId));
    const staff = await rowsById(manager, Staff, days.map((day) => day.signedById));
    const shifts = await manager.find(CashShift, { where: days.map(({ hallId, date }) => ({ hallId, date })), select: { id: true, hallId: true, date: true, state: true } });
    return days.map(({ hallId, date, state, signedById, signedAt }) => {
      const own = shifts.filter((shift) => shift.hallId === hallId && shift.date === date);
      return {
        hallId, hallName: halls.get(hallId)?.name ?? '', date, state, shiftCount: own.length, openCount: own.filter((shift) => occupies(shift.state)).length,
        signedByName: staff.get(signedById ?? 0)?.name ?? null, signedAt: signedAt?.toISOString() ?? null,
      };
    });
  }
}

function parseCursor(cursor: string): [DateString, number] {
  const match = /^(\d{4}-\d{2}-\d{2})\.(\d{1,10})$/.exec(cursor);
  if (!match) throw new Refusal('INVALID_INPUT');
  return [match[1] as string, Number(match[2])];
}
