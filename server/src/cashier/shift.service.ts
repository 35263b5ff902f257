import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/cashier';
import { formatFen, shanghaiDate, totalOfCount } from '@shouwen/shared/value';
import type { CashCount } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, IsNull, LessThan, Not } from 'typeorm';
import { affectedBy, isDuplicateKey, rowsWhere } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { LedgerService } from '../ledger/index.js';
import { type CounterShift, type DrawerKeeper, Drawers } from '../payment/index.js';
import type { StaffViewer } from '../staff/index.js';
import { CashDrawer, CashShift, DrawerCount, DrawerOverride } from './cashier.entity.js';
import { shiftViews } from './cashier.view.js';
import { DayService } from './day.service.js';
import { hallOf, idOfCursor } from './desk.js';
import { bookOfNextShift, type EarlierShift, shiftsThatBlock } from './rules/an-unbanked-shift-blocks-its-drawer.js';
import { afterClose, afterCount, whyNotShiftAction } from './rules/shift-lifecycle.js';
import { differencePostings, drawerAfterCount } from './rules/what-a-drawer-holds.js';

/** What a payment needs of its shift. */
const HELD = ['id', 'hallId', 'book', 'date'] as const;

/** PY-4: a cashier's shift at a drawer, from the counted float to the counted cash. */
@Injectable()
export class ShiftService implements DrawerKeeper, OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly ledger: LedgerService,
    private readonly days: DayService,
    private readonly paymentDrawers: Drawers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.paymentDrawers.use(this);
  }

  /**
   * The cashier's shift for one more payment or pay-out within `tx`; from then on it cannot be closed before `tx` ends. Null without one. Refuses
   * `SHIFT_NOT_OPEN` with what to do when it is being counted, or is of an earlier day.
   */
  async holdShiftOf(tx: EntityManager, cashierId: number): Promise<CounterShift | null> {
    const today = shanghaiDate(this.clock.now());
    const held = await affectedBy(tx, "UPDATE cash_shift SET movements = movements + 1 WHERE open_cashier_key = ? AND state = 'open' AND date = ?", [cashierId, today]);
    const [shift] = await rowsWhere(tx, CashShift, 't.open_cashier_key = ?', [cashierId], HELD);
    if (held && shift) return { id: shift.id, hallId: shift.hallId, lateBook: shift.book === 'late' };
    if (!shift) return null;
    throw new Refusal('SHIFT_NOT_OPEN', { rule: 'PY-4', message: shift.date === today ? '班次正在清点交班，不能再收付款；请先交班，再开新班' : `您 ${shift.date} 的班次还没有交，请先清点交班，再开今天的班` });
  }

  /** The same for a shift that is known, whatever its day. */
  async holdOpen(tx: EntityManager, shiftId: number): Promise<boolean> {
    const { affected } = await tx.createQueryBuilder().update(CashShift).set({ movements: () => 'movements + 1' }).where({ id: shiftId, state: 'open' }).execute();
    return affected === 1;
  }

  takingsOf(tx: EntityManager, { id, lateBook }: Pick<CounterShift, 'id' | 'lateBook'>): Promise<number> {
    return this.ledger.balance(lateBook ? 'late-cash' : 'cash', id, tx);
  }

  open(viewer: StaffViewer, body: BodyOf<typeof contract.openShift>): Promise<contract.ShiftView> {
    const hallId = hallOf(viewer);
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      const date = shanghaiDate(now);
      const drawer = await tx.findOneBy(CashDrawer, { id: body.drawerId, hallId, active: true });
      if (!drawer) throw new Refusal('NOT_FOUND');
      await this.days.enter(tx, hallId, date);
      const earlier = await this.earlierOf(tx, drawer.id, date);
      const override = await this.passFor(tx, drawer.id, earlier, date);
      const countedFen = totalOfCount(body.counts);
      if (countedFen !== drawer.floatFen && body.note === '')
        throw new Refusal('DIFFERENCE_UNEXPLAINED', { rule: 'PY-4', message: `备用金应为 ${formatFen(drawer.floatFen)} 元，清点为 ${formatFen(countedFen)} 元，请重新清点或写明原因` });
      const shift = await this.insert(tx, {
        drawerId: drawer.id, hallId, cashierId: viewer.id, date, book: bookOfNextShift(earlier, date), state: 'open', openCashierKey: viewer.id, openDrawerKey: drawer.id, floatFen: countedFen,
        openingNote: body.note, openedAt: now, movements: 0, countedFen: null, expectedFen: null, toBankFen: null, explanation: '', closedAt: null, depositId: null, lateConfirmedById: null, lateConfirmedAt: null, version: 1,
      });
      await this.keepCount(tx, shift, body.counts, countedFen, viewer.id, now);
      if (override) {
        const { affected } = await tx.update(DrawerOverride, { id: override.id, usedByShiftId: IsNull() }, { usedByShiftId: shift.id });
        if (!affected) throw new Refusal('DRAWER_NOT_BANKED', { rule: 'PY-4' });
      }
      return this.view(tx, shift.id);
    });
  }

  /** Ends the takings: no payment gets in once this has begun (see `holdShiftOf`). */
  count(viewer: StaffViewer, id: number, { version, counts }: BodyOf<typeof contract.countShift>): Promise<contract.ShiftView> {
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      const shift = await this.own(tx, viewer, id, 'count', version);
      await this.change(tx, shift, { state: 'counted' });
      // Only now: a payment that was under way has been waited for.
      const takingsFen = await this.takingsOf(tx, { id, lateBook: shift.book === 'late' });
      const countedFen = totalOfCount(counts);
      const { expectedFen, differenceFen, toBankFen } = drawerAfterCount({ floatFen: shift.floatFen, takingsFen, countedFen });
      await this.keepCount(tx, shift, counts, countedFen, viewer.id, now);
      const state = afterCount({ differenceFen, toBankFen });
      await tx.update(CashShift, { id }, { state, countedFen, expectedFen, toBankFen, ...(state === 'counted' ? {} : { openCashierKey: null, openDrawerKey: null, closedAt: now }) });
      return this.view(tx, id);
    });
  }

  /** The difference goes to the books with the cashier's explanation, and the shift is closed. */
  explain(viewer: StaffViewer, id: number, { version, explanation }: BodyOf<typeof contract.explainDifference>): Promise<contract.ShiftView> {
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      const shift = await this.own(tx, viewer, id, 'explain', version);
      await this.change(tx, shift, { state: afterClose(shift.toBankFen ?? 0), explanation, openCashierKey: null, openDrawerKey: null, closedAt: now });
      const difference = differencePostings((shift.countedFen ?? 0) - (shift.expectedFen ?? 0));
      if (difference) {
        const book = shift.book === 'late' ? ('late-cash' as const) : ('cash' as const);
        const [debit, credit] = difference.drawer === 'debit' ? [{ book, subjectId: id }, { book: 'cash-difference' as const }] : [{ book: 'cash-difference' as const }, { book, subjectId: id }];
        await this.ledger.post(tx, { cause: 'cash-difference', causeId: id, at: now }, [{ ...debit, debitFen: difference.fen }, { ...credit, creditFen: difference.fen }]);
      }
      return this.view(tx, id);
    });
  }

  /** The viewer's own; a leader's, of the whole hall. Newest first. */
  async list(viewer: StaffViewer, { cursor, size }: QueryOf<typeof contract.shifts>): Promise<Page<contract.ShiftView>> {
    const { manager } = this.dataSource;
    const before = idOfCursor(cursor);
    const mine = viewer.roles.some((role) => role === 'shift-leader' || role === 'hall-director') ? { hallId: hallOf(viewer) } : { cashierId: viewer.id };
    const rows = await manager.find(CashShift, { where: { ...mine, ...(before === null ? {} : { id: LessThan(before) }) }, order: { id: 'DESC' }, take: size + 1 });
    return { items: await shiftViews(manager, rows.slice(0, size)), next: rows.length > size ? String(rows[size - 1]!.id) : null };
  }

  /** What of this drawer may keep it shut, and what opened on it today. */
  async earlierOf(manager: EntityManager, drawerId: number, today: string): Promise<(EarlierShift & CashShift)[]> {
    const rows = await manager.find(CashShift, { where: [{ drawerId, state: Not('banked') }, { drawerId, date: today, state: 'banked' }] });
    // The latest day with takings, however long ago it was banked.
    const last = await manager.findOne(CashShift, { where: { drawerId, book: 'regular', state: 'banked', date: LessThan(today) }, order: { id: 'DESC' } });
    return [...rows, ...(last ? [last] : [])].map((row) => ({ ...row, lateConfirmed: row.lateConfirmedAt !== null }));
  }

  private async passFor(tx: EntityManager, drawerId: number, earlier: readonly EarlierShift[], date: string): Promise<DrawerOverride | null> {
    const blocking = shiftsThatBlock(earlier, date);
    if (blocking.length === 0) return null;
    const override = await tx.findOneBy(DrawerOverride, { drawerId, date, usedByShiftId: IsNull() });
    if (override) return override;
    const first = earlier.find((shift) => shift.id === blocking[0]!.shiftId);
    throw new Refusal('DRAWER_NOT_BANKED', { rule: 'PY-4', message: `${first?.date ?? ''} 的班次：${blocking[0]!.why}。请先办妥，或写明原因请收费班长放行` });
  }

  private async insert(tx: EntityManager, row: Omit<CashShift, 'id'>): Promise<CashShift> {
    try {
      return await tx.save(CashShift, row);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      if (await tx.existsBy(CashShift, { openCashierKey: row.cashierId })) throw new Refusal('SHIFT_ALREADY_OPEN', { rule: 'PY-4' });
      throw new Refusal('DRAWER_IN_USE', { rule: 'PY-4' });
    }
  }

  private async keepCount(tx: EntityManager, shift: Pick<CashShift, 'id'>, counts: CashCount, totalFen: number, byId: number, at: Date): Promise<void> {
    const ordinal = (await tx.countBy(DrawerCount, { shiftId: shift.id })) + 1;
    await tx.insert(DrawerCount, { shiftId: shift.id, ordinal, counts, totalFen, byId, at });
  }

  private async own(tx: EntityManager, viewer: StaffViewer, id: number, action: 'count' | 'explain', version: number): Promise<CashShift> {
    const shift = await tx.findOneBy(CashShift, { id, cashierId: viewer.id });
    if (!shift) throw new Refusal('NOT_FOUND');
    const why = whyNotShiftAction({ state: shift.state, book: shift.book, lateConfirmed: shift.lateConfirmedAt !== null }, action);
    if (why !== null) throw new Refusal('SHIFT_ACTION_NOT_ALLOWED', { rule: 'PY-4', message: why });
    if (shift.version !== version) throw new Refusal('SHIFT_CHANGED');
    return shift;
  }

  private async change(tx: EntityManager, { id, version }: CashShift, changes: Partial<CashShift>): Promise<void> {
    const { affected } = await tx.update(CashShift, { id, version }, { ...changes, version: version + 1 });
    if (!affected) throw new Refusal('SHIFT_CHANGED');
  }

  private async view(manager: EntityManager, id: number): Promise<contract.ShiftView> {
    return (await shiftViews(manager, [await manager.findOneByOrFail(CashShift, { id })]))[0]!;
  }
}
