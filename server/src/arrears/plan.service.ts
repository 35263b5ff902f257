import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/arrears';
import { type DateString, formatFen, maskAccountNumber, maskName, shanghaiDate } from '@shouwen/shared/value';
import type { Role } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, LessThan } from 'typeorm';
import { ApprovalService, type ApprovalRequest, holds } from '../approval/index.js';
import { Bill, BillingService } from '../billing/index.js';
import { CustomerService } from '../customer/index.js';
import { isDuplicateKey, rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { InstalmentPlan } from './arrears.entity.js';
import { faultOfPlan, standingOf } from './rules/plan-is-kept.js';

const DECIDERS: readonly Role[] = ['hall-director', 'finance', 'company-leader'];
export const PROPOSERS: readonly Role[] = ['clerk', 'hotline', 'shift-leader', 'hall-director', 'finance'];
const OF_THE_HOUSE: readonly Role[] = ['hotline', 'finance', 'company-leader'];
/** A standing follows from payments, so the list is sifted: this many rows at a time, this many times. */
const SIFTED = 100;
const SIFTINGS = 10;

/** How each of these plans stands. */
export type Standing = ReturnType<typeof standingOf> & { paidFen: number };

/** Debts paid in parts: agreed by a second person, kept or broken by what is paid. */
@Injectable()
export class PlanService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly approvals: ApprovalService,
    private readonly billing: BillingService,
    private readonly customers: CustomerService,
  ) {}

  onModuleInit(): void {
    this.approvals.handle('instalment-plan', {
      mayDecide: (viewer, request) => holds(DECIDERS, viewer, request),
      apply: (tx, request, _decider, now) => this.agree(tx, request, now),
      refused: async (tx, request, now) => void (await tx.update(InstalmentPlan, { id: planIdOf(request), state: 'proposed' }, { state: 'refused', proposedKey: null, decidedAt: now })),
      describe: async (manager, request) => {
        const plan = await manager.findOneByOrFail(InstalmentPlan, { id: planIdOf(request) });
        const number = await this.customers.accountNumberOf(plan.accountId, manager);
        return {
          subject: `户号 ${maskAccountNumber(number ?? '')}，欠费 ${formatFen(plan.debtFen)} 元`, address: `/account/${plan.accountId}`,
          effects: [`${plan.billIds.length} 笔账单共 ${formatFen(plan.debtFen)} 元（含申请当日违约金）分 ${plan.instalments.length} 期付清`, ...plan.instalments.map(({ dueOn, amountFen }, i) => `第 ${i + 1} 期：${dueOn} 前付 ${formatFen(amountFen)} 元`), '按期付款期间不再催缴；违约金照计；有一期逾期即恢复催缴并告知负责人'],
        };
      },
    });
  }

  /** Refuses `INVALID_INPUT`, `PLAN_NOT_THE_DEBT`, `PLAN_EXISTS`, `BILL_CHANGED` when the debt is no longer what the person saw. */
  propose(viewer: StaffViewer, { accountId, debtFen, reason, instalments }: BodyOf<typeof contract.proposePlan>): Promise<contract.PlanItem> {
    const now = this.clock.now();
    const today = shanghaiDate(now);
    return this.once.run(async (tx) => {
      const account = await this.customers.accountById(accountId, tx);
      if (!account) throw new Refusal('NOT_FOUND');
      const debt = await this.debtOf(tx, accountId, today);
      if (debt.totalFen === 0) throw new Refusal('BILL_ALREADY_PAID', { message: '这一户没有欠费，不用分期' });
      if (debt.totalFen !== debtFen) throw new Refusal('BILL_CHANGED', { message: `欠费刚有变化，现在是 ${formatFen(debt.totalFen)} 元，请刷新后重新填写` });
      const fault = faultOfPlan(instalments, debtFen, today);
      if (fault) throw new Refusal(fault.code, { message: fault.message, fields: [fault] });
      const active = await tx.findOneBy(InstalmentPlan, { activeKey: accountId });
      if (active && (await this.standings(tx, [active], today)).get(active.id)?.standing === 'kept') throw new Refusal('PLAN_EXISTS');
      const row = {
        accountId, hallId: account.hallId, state: 'proposed' as const, proposedKey: accountId, activeKey: null, billIds: debt.bills.map(({ id }) => id), debtFen, principalFen: debt.principalFen,
        paidBeforeFen: paidOn(debt.bills), instalments, reason, proposedById: viewer.id, createdAt: now, decidedAt: null,
      };
      let id: number;
      try {
        ({ id } = (await tx.insert(InstalmentPlan, row)).identifiers[0] as { id: number });
      } catch (error) {
        throw isDuplicateKey(error) ? new Refusal('APPROVAL_ALREADY_REQUESTED') : error;
      }
      await this.approvals.request(tx, { kind: 'instalment-plan', subjectId: accountId, amountFen: debtFen, hallId: account.hallId, reason, detail: { planId: id } }, viewer, now);
      return (await this.items(tx, [await tx.findOneByOrFail(InstalmentPlan, { id })]))[0]!;
    });
  }

  /** Hall leaders and clerks see their hall's. */
  async list(viewer: StaffViewer, { standing, cursor, size }: QueryOf<typeof contract.plans>): Promise<Page<contract.PlanItem>> {
    let before = cursor === undefined ? null : Number(cursor);
    if (before !== null && !Number.isSafeInteger(before)) throw new Refusal('INVALID_INPUT');
    const { manager } = this.dataSource;
    const hall = viewer.roles.some((role) => OF_THE_HOUSE.includes(role)) ? {} : { hallId: viewer.hallId ?? 0 };
    const state = standing === undefined ? {} : { state: standing === 'proposed' || standing === 'refused' || standing === 'replaced' ? standing : ('active' as const) };
    const found: contract.PlanItem[] = [];
    for (let turn = 0; turn < SIFTINGS; turn++) {
      const rows = await manager.find(InstalmentPlan, { where: { ...hall, ...state, ...(before === null ? {} : { id: LessThan(before) }) }, order: { id: 'DESC' }, take: SIFTED });
      for (const item of await this.items(manager, rows)) {
        if (standing !== undefined && item.standing !== standing) continue;
        if (found.length === size) return { items: found, next: String(found.at(-1)!.id) };
        found.push(item);
      }
      if (rows.length < SIFTED) return { items: found, next: null };
      before = rows.at(-1)!.id;
    }
    return { items: found, next: before === null ? null : String(before) };
  }

  /** Of active plans, by id. Paid is what came in on their bills since they were agreed. */
  async standings(manager: EntityManager, plans: readonly InstalmentPlan[], today: DateString): Promise<Map<number, Standing>> {
    const bills = await rowsById(manager, Bill, plans.flatMap(({ billIds }) => billIds));
    return new Map(plans.map((plan) => {
      const own = plan.billIds.flatMap((id) => bills.get(id) ?? []);
      const paidFen = Math.max(0, paidOn(own) - plan.paidBeforeFen);
      return [plan.id, { ...standingOf({ instalments: plan.instalments, paidFen, allSettled: own.every(({ state }) => state !== 'unpaid') }, today), paidFen }];
    }));
  }

  async items(manager: EntityManager, plans: readonly InstalmentPlan[]): Promise<contract.PlanItem[]> {
    const standings = await this.standings(manager, plans, shanghaiDate(this.clock.now()));
    const accounts = await this.customers.accountsById(plans.map(({ accountId }) => accountId), manager);
    const [staff, halls] = [await rowsById(manager, Staff, plans.map(({ proposedById }) => proposedById)), await rowsById(manager, Hall, plans.map(({ hallId }) => hallId))];
    return plans.map((plan) => {
      const account = accounts.get(plan.accountId);
      const standing = standings.get(plan.id);
      const active = plan.state === 'active' && standing !== undefined;
      return {
        id: plan.id, accountNumber: account?.accountNumber ?? '', name: maskName(account?.name ?? ''), hallName: halls.get(plan.hallId)?.name ?? '', standing: plan.state === 'active' ? (standing?.standing ?? 'kept') : plan.state,
        debtFen: plan.debtFen, paidFen: active ? Math.min(standing.paidFen, plan.debtFen) : 0, behindFen: active ? standing.behindFen : 0, instalments: plan.instalments, reason: plan.reason,
        proposedBy: staff.get(plan.proposedById)?.name ?? '', createdAt: plan.createdAt.toISOString(),
      };
    });
  }

  private async agree(tx: EntityManager, request: ApprovalRequest, now: Date): Promise<void> {
    const today = shanghaiDate(now);
    const plan = await tx.findOneByOrFail(InstalmentPlan, { id: planIdOf(request) });
    const debt = await this.debtOf(tx, plan.accountId, today);
    const same = debt.principalFen === plan.principalFen && debt.bills.map(({ id }) => id).join() === plan.billIds.join();
    if (!same) throw new Refusal('BILL_CHANGED', { message: '申请以后欠费有变化（缴过费或有新账单），请按现在的欠费重新申请' });
    if (plan.instalments[0]!.dueOn < today) throw new Refusal('BILL_CHANGED', { message: '第一期的付款日期已过，请重新申请' });
    await tx.update(InstalmentPlan, { activeKey: plan.accountId }, { state: 'replaced', activeKey: null });
    await tx.update(InstalmentPlan, { id: plan.id, state: 'proposed' }, { state: 'active', proposedKey: null, activeKey: plan.accountId, decidedAt: now });
  }

  /** What is unpaid of the account, the oldest first. */
  private async debtOf(tx: EntityManager, accountId: number, today: DateString): Promise<{ bills: Bill[]; principalFen: number; totalFen: number }> {
    const bills = await tx.find(Bill, { where: { accountId, state: 'unpaid' }, order: { dueOn: 'ASC', id: 'ASC' } });
    const payables = bills.length === 0 ? [] : await this.billing.payables(tx, bills.map(({ id }) => id), today);
    const principalFen = payables.reduce((sum, payable) => sum + payable.principalFen, 0);
    return { bills, principalFen, totalFen: principalFen + payables.reduce((sum, { lateFeeFen }) => sum + lateFeeFen, 0) };
  }

  plansOf(manager: EntityManager, accountIds: readonly number[]): Promise<InstalmentPlan[]> {
    return accountIds.length === 0 ? Promise.resolve([]) : manager.findBy(InstalmentPlan, { activeKey: In([...accountIds]) });
  }
}

const planIdOf = ({ detail }: ApprovalRequest) => Number(detail['planId']);
const paidOn = (bills: readonly Bill[]) => bills.reduce((sum, { paidFen, lateFeePaidFen }) => sum + paidFen + lateFeePaidFen, 0);
