import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/arrears';
import { daysBetween, maskAddress, maskName, shanghaiDate } from '@shouwen/shared/value';
import type { ArrearsCallEnd } from '@shouwen/shared/vocabulary';
import { Brackets, DataSource, type EntityManager } from 'typeorm';
import { AccountAccess } from '../account/index.js';
import { BillingService } from '../billing/index.js';
import { CustomerService } from '../customer/index.js';
import { rowsById, Transactions } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { AccountArrearsService } from './account-arrears.service.js';
import { ArrearsCall, ArrearsCallRecord } from './arrears.entity.js';
import { PlanService } from './plan.service.js';
import { disputedAccounts } from './reminder-pass.service.js';
import { afterCall, faultOfCallback } from './rules/after-a-call.js';

/** So long a caller has the person to themselves. */
const HELD_MS = 15 * 60_000;
const MOST_COUNTED = 999;

/** There is nothing to call about any more. */
class Over extends Refusal {
  constructor(readonly reason: ArrearsCallEnd, message: string) {
    super('ARREARS_CALL_OVER', { message });
  }
}

/** The hotline's list of who is to be called about what they owe, and the calls. */
@Injectable()
export class CallService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly billing: BillingService,
    private readonly customers: CustomerService,
    private readonly accounts: AccountArrearsService,
    private readonly plans: PlanService,
  ) {}

  /** Who waits longest first; what has ended latest first. */
  async list(viewer: StaffViewer, { state, cursor, size }: QueryOf<typeof contract.arrearsCalls>): Promise<Page<contract.ArrearsCallItem>> {
    const { manager } = this.dataSource;
    const today = shanghaiDate(this.clock.now());
    const [, on, id] = /^(\d{4}-\d\d-\d\d)\.(\d{1,10})$/.exec(cursor ?? '') ?? [];
    if (cursor !== undefined && on === undefined) throw new Refusal('INVALID_INPUT');
    const order = state === 'ended' ? 'DESC' : 'ASC';
    const select = manager.createQueryBuilder(ArrearsCall, 'c').orderBy('c.nextOn', order).addOrderBy('c.id', order).limit(size + 1);
    if (state === 'ended') select.where("c.state <> 'open'");
    else select.where(`c.state = 'open' AND c.nextOn ${state === 'due' ? '<=' : '>'} :today`, { today });
    const beyond = state === 'ended' ? '<' : '>';
    if (on !== undefined) select.andWhere(new Brackets((where) => where.where(`c.nextOn ${beyond} :on`).orWhere(`c.nextOn = :on AND c.id ${beyond} :id`)), { on, id: Number(id) });
    const rows = await select.getMany();
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return { items: await this.items(manager, viewer, page), next: rows.length > size && last ? `${last.nextOn}.${last.id}` : null };
  }

  async counts(viewer: StaffViewer): Promise<{ callsDue: number; plansBroken: number }> {
    const { manager } = this.dataSource;
    const due: unknown[] = await manager.query("SELECT 1 FROM arrears_call WHERE state = 'open' AND next_on <= ? LIMIT ?", [shanghaiDate(this.clock.now()), MOST_COUNTED]);
    return { callsDue: due.length, plansBroken: (await this.plans.list(viewer, { standing: 'broken', size: 100 })).items.length };
  }

  /** Whom to call, for this agent alone for a while. The look at name and number is recorded (PR-1). Refuses `NOT_FOUND`, `ARREARS_CALL_TAKEN`, `ARREARS_CALL_OVER`. */
  async claim(viewer: StaffViewer, id: number): Promise<contract.ArrearsCallCard> {
    const now = this.clock.now();
    try {
      return await this.once.run(async (tx) => {
        const call = await tx.findOneBy(ArrearsCall, { id });
        if (!call) throw new Refusal('NOT_FOUND');
        if (call.state !== 'open') throw new Refusal('ARREARS_CALL_OVER');
        await this.refuseWhenOver(tx, call, now);
        const heldUntil = new Date(now.getTime() + HELD_MS);
        const { affected } = await tx.createQueryBuilder().update(ArrearsCall).set({ heldById: viewer.id, heldUntil, version: call.version + 1 })
          .where("id = :id AND version = :version AND state = 'open' AND (held_by_id IS NULL OR held_by_id = :viewer OR held_until <= :now)", { id, version: call.version, viewer: viewer.id, now }).execute();
        if (affected !== 1) throw new Refusal('ARREARS_CALL_TAKEN');
        await tx.insert(AccountAccess, { staffId: viewer.id, accountId: call.accountId, reason: '催缴电话', at: now });
        const account = await this.customers.accountById(call.accountId, tx);
        const [item] = await this.items(tx, viewer, [await tx.findOneByOrFail(ArrearsCall, { id })]);
        return {
          ...item!, account: await this.accounts.of(tx, viewer, call.accountId), contactName: account?.name ?? '', contactAddress: account?.address ?? '', contactPhone: account?.phone ?? null, script: call.script,
          heldUntil: heldUntil.toISOString(),
        };
      });
    } catch (error) {
      if (error instanceof Over) await this.transactions.run((tx) => tx.update(ArrearsCall, { id, state: 'open' }, { state: 'withdrawn', endReason: error.reason, openKey: null, endedAt: now, heldById: null, heldUntil: null }));
      throw error;
    }
  }

  release(viewer: StaffViewer, id: number): Promise<{ done: true }> {
    return this.once.run(async (tx) => {
      await tx.update(ArrearsCall, { id, heldById: viewer.id, state: 'open' }, { heldById: null, heldUntil: null });
      return { done: true as const };
    });
  }

  /** Refuses `ARREARS_CALL_NOT_YOURS` for one that is not held, `INVALID_INPUT`. */
  record(viewer: StaffViewer, id: number, { result, note, callbackOn }: BodyOf<typeof contract.recordArrearsCall>): Promise<contract.ArrearsCallItem> {
    const now = this.clock.now();
    const today = shanghaiDate(now);
    const fault = faultOfCallback(result, callbackOn, today);
    if (fault) throw new Refusal('INVALID_INPUT', { message: fault, fields: [{ path: 'callbackOn', message: fault }] });
    return this.once.run(async (tx) => {
      const call = await tx.findOneBy(ArrearsCall, { id });
      if (!call) throw new Refusal('NOT_FOUND');
      if (call.state !== 'open' || call.heldById !== viewer.id || call.heldUntil === null || call.heldUntil <= now) throw new Refusal('ARREARS_CALL_NOT_YOURS');
      const attempts = call.attempts + 1;
      const { state, nextOn } = afterCall(result, attempts, callbackOn, today);
      const over = state !== 'open';
      const { affected } = await tx.update(ArrearsCall, { id, version: call.version }, {
        state, nextOn, attempts, lastResult: result, openKey: over ? null : call.accountId, endedAt: over ? now : null, heldById: null, heldUntil: null, version: call.version + 1,
      });
      if (affected !== 1) throw new Refusal('ARREARS_CALL_NOT_YOURS');
      await tx.insert(ArrearsCallRecord, { callId: id, accountId: call.accountId, agentId: viewer.id, result, note: note === '' ? null : note, callbackOn, at: now });
      return (await this.items(tx, viewer, [await tx.findOneByOrFail(ArrearsCall, { id })]))[0]!;
    });
  }

  private async refuseWhenOver(tx: EntityManager, { accountId }: ArrearsCall, now: Date): Promise<void> {
    const today = shanghaiDate(now);
    if (!(await overdueOf(tx, [accountId], today)).has(accountId)) throw new Over('paid', '这一户已经缴清，不用再打');
    if ((await disputedAccounts(tx, [accountId])).length > 0) throw new Over('dispute', '这一户的账单正在核查，核查期间不催缴');
    const plans = await this.plans.plansOf(tx, [accountId]);
    const standings = await this.plans.standings(tx, plans, today);
    if (plans.some((plan) => standings.get(plan.id)?.standing !== 'broken')) throw new Over('plan', '这一户正按分期付款，不用再打');
  }

  private async items(manager: EntityManager, viewer: StaffViewer, calls: readonly ArrearsCall[]): Promise<contract.ArrearsCallItem[]> {
    const now = this.clock.now();
    const today = shanghaiDate(now);
    const ids = calls.map(({ accountId }) => accountId);
    const accounts = await this.customers.accountsById(ids, manager);
    const owed = await this.billing.owedBy(ids, now, manager);
    const overdue = await overdueOf(manager, ids, today);
    const halls = await rowsById(manager, Hall, [...accounts.values()].map(({ hallId }) => hallId));
    const callers = await rowsById(manager, Staff, calls.map(({ heldById }) => heldById));
    return calls.map((call) => {
      const account = accounts.get(call.accountId);
      const dueOn = overdue.get(call.accountId) ?? today;
      const held = call.heldById !== null && call.heldUntil !== null && call.heldUntil > now;
      return {
        id: call.id, accountNumber: account?.accountNumber ?? '', name: maskName(account?.name ?? ''), address: maskAddress(account?.address ?? ''), hallName: halls.get(account?.hallId ?? 0)?.name ?? '',
        owedFen: owed.get(call.accountId)?.owedFen ?? 0, unpaidBillCount: owed.get(call.accountId)?.unpaidBillCount ?? 0, dueOn, overdueDays: daysBetween(dueOn, today), nextOn: call.nextOn, attempts: call.attempts,
        lastResult: call.lastResult, callingBy: held ? (callers.get(call.heldById!)?.name ?? null) : null, mine: held && call.heldById === viewer.id, state: call.state, endReason: call.endReason, version: call.version,
      };
    });
  }
}

/** Account → the last day on time of its oldest overdue bill. */
async function overdueOf(manager: EntityManager, accountIds: readonly number[], today: string): Promise<Map<number, string>> {
  if (accountIds.length === 0) return new Map();
  const rows: { accountId: number; dueOn: string }[] = await manager.query(
    `SELECT account_id AS accountId, MIN(due_on) AS dueOn FROM bill WHERE state = 'unpaid' AND account_id IN (${accountIds.map(() => '?').join(', ')}) AND due_on < ? GROUP BY account_id`, [...accountIds, today],
  );
  return new Map(rows.map(({ accountId, dueOn }) => [accountId, dueOn]));
}
