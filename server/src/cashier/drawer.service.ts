import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/cashier';
import { shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, IsNull, Not } from 'typeorm';
import { ApprovalService, holds } from '../approval/index.js';
import { isDuplicateKey, rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { CashDrawer, CashShift, DrawerOverride } from './cashier.entity.js';
import { drawerViews, shiftViews } from './cashier.view.js';
import { DayService } from './day.service.js';
import { hallOf, leaders } from './desk.js';
import { bookOfNextShift, shiftsThatBlock } from './rules/an-unbanked-shift-blocks-its-drawer.js';
import { ShiftReports } from './shift-report.service.js';
import { ShiftService } from './shift.service.js';

/** Drawers, who sits at them, and the shift leader's override (PY-4). */
@Injectable()
export class DrawerService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly approvals: ApprovalService,
    private readonly shifts: ShiftService,
    private readonly days: DayService,
    private readonly reports: ShiftReports,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.approvals.handle('override-unbanked', {
      mayDecide: (viewer, request) => holds(leaders, viewer, request),
      apply: async (tx, request, decider, now) => {
        const date = String(request.detail['date']);
        if (date !== shanghaiDate(now)) throw new Refusal('SHIFT_ACTION_NOT_ALLOWED', { rule: 'PY-4', message: '放行只在申请当天有效，请重新申请' });
        await tx.insert(DrawerOverride, { drawerId: request.subjectId, date, approvalId: request.id, reason: request.reason.slice(0, 200), decidedById: decider.id, at: now, usedByShiftId: null });
      },
      // Whose cash was not banked does not pass over it.
      involved: async (manager, { detail }) => (await manager.find(CashShift, { select: { id: true, cashierId: true }, where: { id: In([0, ...(detail['shiftIds'] as number[])]) } })).map(({ cashierId }) => cashierId),
      describe: async (manager, request) => {
        const drawer = await manager.findOneBy(CashDrawer, { id: request.subjectId });
        return { subject: `钱箱 ${drawer?.name ?? ''}`, effects: ['上一班现金未存银行，仍允许这个钱箱今天再开班一次', '申请、放行和原因都会留下记录'], address: '/shift' };
      },
    });
  }

  /** The desk's own hall; administrators and who belongs to no hall see all. */
  async drawers(viewer: StaffViewer): Promise<{ items: contract.DrawerView[] }> {
    const { manager } = this.dataSource;
    const all = viewer.roles.includes('administrator');
    return { items: await drawerViews(manager, await manager.find(CashDrawer, { where: all ? {} : { hallId: hallOf(viewer) }, order: { hallId: 'ASC', name: 'ASC' } })) };
  }

  add(viewer: StaffViewer, { hallId, name, floatFen }: BodyOf<typeof contract.addDrawer>): Promise<contract.DrawerView> {
    return this.once.run(async (tx) => {
      await this.requireHall(tx, viewer, hallId);
      const drawer = await named(name, () => tx.save(CashDrawer, { hallId, name, floatFen, active: true, version: 1 }));
      return (await drawerViews(tx, [drawer]))[0]!;
    });
  }

  edit(viewer: StaffViewer, id: number, { version, name, floatFen, active }: BodyOf<typeof contract.editDrawer>): Promise<contract.DrawerView> {
    return this.once.run(async (tx) => {
      const drawer = await tx.findOneBy(CashDrawer, { id });
      if (!drawer) throw new Refusal('NOT_FOUND');
      await this.requireHall(tx, viewer, drawer.hallId);
      if (!active && (await tx.existsBy(CashShift, { drawerId: id, state: Not('banked') }))) throw new Refusal('DRAWER_IN_USE', { message: '这个钱箱还有没交班或没存银行的现金，请先办妥再停用' });
      const { affected } = await named(name, () => tx.update(CashDrawer, { id, version }, { name, floatFen, active, version: version + 1 }));
      if (!affected) throw new Refusal('DRAWER_CHANGED');
      return (await drawerViews(tx, [{ ...drawer, name, floatFen, active, version: version + 1 }]))[0]!;
    });
  }

  /** What a cashier sees who sits down: the own shift, or the drawers to open and what keeps them shut. */
  async mine(viewer: StaffViewer): Promise<contract.MyShift> {
    const hallId = hallOf(viewer);
    const { manager } = this.dataSource;
    const today = shanghaiDate(this.clock.now());
    const own = await manager.findOneBy(CashShift, { openCashierKey: viewer.id });
    const last = own ?? (await manager.findOne(CashShift, { where: { cashierId: viewer.id, hallId, date: today }, order: { id: 'DESC' } }));
    return {
      shift: own ? (await shiftViews(manager, [own]))[0]! : null,
      drawers: own ? [] : await this.choices(manager, hallId, today),
      pace: last ? await this.reports.pace(last.id) : { count: 0, medianMs: null, withinMinute: 0 },
      daySigned: await this.days.isSigned(hallId, today),
    };
  }

  /** PY-4: the reason goes to the shift leader; nobody overrides for themselves. */
  requestOverride(viewer: StaffViewer, id: number, { reason }: BodyOf<typeof contract.requestOverride>): Promise<{ approvalId: number }> {
    const hallId = hallOf(viewer);
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      const date = shanghaiDate(now);
      const drawer = await tx.findOneBy(CashDrawer, { id, hallId, active: true });
      if (!drawer) throw new Refusal('NOT_FOUND');
      const earlier = await this.shifts.earlierOf(tx, id, date);
      const blocking = shiftsThatBlock(earlier, date);
      if (blocking.length === 0) throw new Refusal('SHIFT_ACTION_NOT_ALLOWED', { rule: 'PY-4', message: '这个钱箱可以直接开班，不用放行' });
      const unbankedFen = earlier.filter((shift) => blocking.some(({ shiftId }) => shiftId === shift.id)).reduce((sum, shift) => sum + (shift.toBankFen ?? 0), 0);
      const approvalId = await this.approvals.request(tx, { kind: 'override-unbanked', subjectId: id, amountFen: unbankedFen, hallId, reason, detail: { date, shiftIds: blocking.map(({ shiftId }) => shiftId) } }, viewer, now);
      return { approvalId };
    });
  }

  private async choices(manager: EntityManager, hallId: number, today: string): Promise<contract.MyShift['drawers']> {
    const drawers = await manager.find(CashDrawer, { where: { hallId, active: true }, order: { name: 'ASC' } });
    const ids = drawers.map((drawer) => drawer.id);
    const using = await manager.findBy(CashShift, { openDrawerKey: In([0, ...ids]) });
    const requested = await this.approvals.openFor(manager, 'override-unbanked', ids);
    const passes = await manager.findBy(DrawerOverride, { drawerId: In([0, ...ids]), date: today, usedByShiftId: IsNull() });
    const staff = await rowsById(manager, Staff, using.map((shift) => shift.cashierId));
    const choices: contract.MyShift['drawers'] = [];
    // A hall has a handful of windows.
    for (const drawer of drawers) {
      const earlier = await this.shifts.earlierOf(manager, drawer.id, today);
      const blocking = shiftsThatBlock(earlier, today);
      const user = using.find((shift) => shift.openDrawerKey === drawer.id);
      const views = new Map((await shiftViews(manager, earlier.filter((shift) => blocking.some(({ shiftId }) => shiftId === shift.id)))).map((view) => [view.id, view]));
      choices.push({
        id: drawer.id, name: drawer.name, floatFen: drawer.floatFen, book: bookOfNextShift(earlier, today), usedBy: user ? (staff.get(user.cashierId)?.name ?? '') : null,
        blockedBy: blocking.map(({ shiftId, why }) => ({ shiftId, why, date: views.get(shiftId)?.date ?? '', cashierName: views.get(shiftId)?.cashierName ?? '', toBankFen: views.get(shiftId)?.toBankFen ?? 0 })),
        overrideRequested: requested.has(drawer.id), overridden: passes.some((pass) => pass.drawerId === drawer.id),
      });
    }
    return choices;
  }

  private async requireHall(tx: EntityManager, viewer: StaffViewer, hallId: number): Promise<void> {
    const mayHere = viewer.roles.includes('administrator') || viewer.hallId === hallId;
    if (!mayHere || !(await tx.existsBy(Hall, { id: hallId }))) throw new Refusal('NOT_FOUND');
  }
}

async function named<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicateKey(error)) throw new Refusal('DRAWER_NAME_TAKEN', { message: `这个营业厅已有名为“${name}”的钱箱，请换一个名称` });
    throw error;
  }
}
