import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DateString, formatFen, formatFullDate, maskAccountNumber, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In } from 'typeorm';
import { BillingService } from '../billing/index.js';
import { CustomerService } from '../customer/index.js';
import { insertRows, isDuplicateKey, type SqlValue, Transactions } from '../database/index.js';
import { Scheduler } from '../jobs/index.js';
import { NoticeService } from '../notice/index.js';
import { Staff } from '../staff/index.js';
import { ArrearsCall, ArrearsPass, ArrearsReminder, type InstalmentPlan } from './arrears.entity.js';
import { PlanService } from './plan.service.js';
import { isReminderHour, nextReminder } from './rules/next-reminder.js';
import { SeriesService } from './series.service.js';

const ACCOUNTS_A_PAGE = 500;
/** Other jobs want their turn; the next one goes on from there. */
const SLICE_MS = 20_000;

interface Owing {
  accountId: number;
  dueOn: DateString;
}

/** Another server moved the pass on: this one steps back. */
class Overtaken extends Error {}

/**
 * Once a day over all who owe, a page of accounts at a time by one index. What is done follows from stored bills, reminders and plans; the place
 * reached is kept with it, so that a server that was killed goes on where it was, and of two at once each page is one's (ES-2).
 */
@Injectable()
export class ReminderPassService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly notices: NoticeService,
    private readonly billing: BillingService,
    private readonly customers: CustomerService,
    private readonly series: SeriesService,
    private readonly plans: PlanService,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(300, 'arrears.reminders', (now) => this.run(now));
  }

  /** Goes on with the day's pass; nothing at night, and nothing more once it is finished. */
  async run(now: Date): Promise<void> {
    if (!isReminderHour(now)) return;
    const started = performance.now();
    try {
      while (!(await this.page(now)) && performance.now() - started < SLICE_MS);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }

  /** True when the day is done. */
  private async page(now: Date): Promise<boolean> {
    const day = shanghaiDate(now);
    const pass = await this.begun(day);
    if (pass.finishedAt !== null) return true;
    return this.transactions.run(async (tx) => {
      const owing: Owing[] = await tx.query(
        "SELECT account_id AS accountId, MIN(due_on) AS dueOn FROM bill WHERE state = 'unpaid' AND account_id > ? AND due_on < ? GROUP BY account_id ORDER BY account_id LIMIT ?",
        [pass.afterAccountId, day, ACCOUNTS_A_PAGE],
      );
      const last = owing.at(-1)?.accountId;
      const finished = owing.length < ACCOUNTS_A_PAGE;
      const { affected } = await tx.createQueryBuilder().update(ArrearsPass).set({ afterAccountId: last ?? pass.afterAccountId, finishedAt: finished ? now : null })
        .where({ day, afterAccountId: pass.afterAccountId }).andWhere('finished_at IS NULL').execute();
      if (affected !== 1) throw new Overtaken();
      const { messages, calls } = await this.remind(tx, owing, day, now);
      await tx.update(ArrearsPass, { day }, { messages: pass.messages + messages, calls: pass.calls + calls });
      if (finished) await endCallsOfTheQuit(tx, day, now);
      return finished;
    });
  }

  private async begun(day: DateString): Promise<ArrearsPass> {
    const pass = await this.dataSource.manager.findOneBy(ArrearsPass, { day });
    if (pass) return pass;
    try {
      await this.transactions.run((tx) => tx.insert(ArrearsPass, { day, afterAccountId: 0, messages: 0, calls: 0, finishedAt: null }));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return this.dataSource.manager.findOneByOrFail(ArrearsPass, { day });
  }

  private async remind(tx: EntityManager, owing: readonly Owing[], day: DateString, now: Date): Promise<{ messages: number; calls: number }> {
    const ids = owing.map(({ accountId }) => accountId);
    if (ids.length === 0) return { messages: 0, calls: 0 };
    const { steps } = await this.series.current(tx);
    const spared = await this.spared(tx, ids, day, now);
    const done = new Map<string, number[]>();
    for (const { accountId, dueOn, days } of await tx.findBy(ArrearsReminder, { accountId: In(ids) })) done.set(`${accountId}:${dueOn}`, [...(done.get(`${accountId}:${dueOn}`) ?? []), days]);
    const due = owing.flatMap(({ accountId, dueOn }) => {
      const step = spared.has(accountId) ? null : nextReminder(steps, dueOn, day, done.get(`${accountId}:${dueOn}`) ?? []);
      return step ? [{ accountId, dueOn, step }] : [];
    });
    const dueIds = due.map(({ accountId }) => accountId);
    const owed = await this.billing.owedBy(dueIds, now, tx);
    const residents = await this.customers.residentsOf(dueIds, tx);
    const accounts = await this.customers.accountsById(dueIds, tx);
    const reminders: SqlValue[][] = [];
    /** What to say on the telephone: of an account's steps the furthest. */
    const scripts = new Map<number, string>();
    for (const { accountId, dueOn, step } of due.toSorted((a, b) => a.step.days - b.step.days)) {
      const owedFen = owed.get(accountId)?.owedFen ?? 0;
      if (owedFen <= 0) continue;
      const told = residents.get(accountId) ?? [];
      // Nobody to write to: a telephone call instead.
      const channel = step.channel === 'message' && told.length > 0 ? 'message' : 'call';
      reminders.push([accountId, dueOn, step.days, channel, owedFen, now]);
      if (channel === 'call') scripts.set(accountId, step.text);
      else
        for (const residentId of told)
          await this.notices.toResident(tx, {
            residentId, purpose: 'bill', key: `arrears:${accountId}:${dueOn}:${step.days}:${residentId}`, page: 'bill/list/index',
            fields: { number: accounts.get(accountId)?.accountNumber ?? '', amount: formatFen(owedFen), at: formatFullDate(dueOn).slice(0, -3), note: step.text },
          }, now);
    }
    await insertRows(tx, 'arrears_reminder', ['account_id', 'due_on', 'days', 'channel', 'owed_fen', 'at'], reminders, { skipExisting: true });
    const calls = [...scripts].map(([accountId, script]): SqlValue[] => [accountId, accountId, script, 'open', day, 0, now, 1]);
    await insertRows(tx, 'arrears_call', ['account_id', 'open_key', 'script', 'state', 'next_on', 'attempts', 'created_at', 'version'], calls, { skipExisting: true });
    // Who has not been reached since an earlier step hears the words of this one.
    for (const script of new Set(scripts.values())) await tx.update(ArrearsCall, { openKey: In([...scripts].flatMap(([id, text]) => (text === script ? [id] : []))) }, { script });
    const called = reminders.filter(([, , , channel]) => channel === 'call').length;
    return { messages: reminders.length - called, calls: called };
  }

  /** Nobody is reminded while one of their bills is in dispute, or while they pay in parts as agreed. What was not kept is told to leaders, once. */
  private async spared(tx: EntityManager, accountIds: readonly number[], day: DateString, now: Date): Promise<Set<number>> {
    const spared = new Set(await disputedAccounts(tx, accountIds));
    const plans = await this.plans.plansOf(tx, accountIds);
    const standings = await this.plans.standings(tx, plans, day);
    for (const plan of plans) {
      const { standing, missedOn, behindFen } = standings.get(plan.id)!;
      if (standing === 'broken') await this.tellLeaders(tx, plan, `${plan.id}:${missedOn ?? ''}`, behindFen, now);
      else spared.add(plan.accountId);
    }
    return spared;
  }

  private async tellLeaders(tx: EntityManager, plan: InstalmentPlan, missed: string, behindFen: number, now: Date): Promise<void> {
    const number = await this.customers.accountNumberOf(plan.accountId, tx);
    for (const { id, roles, hallId } of await tx.findBy(Staff, { active: true })) {
      const leads = roles.includes('finance') || (hallId === plan.hallId && (roles.includes('hall-director') || roles.includes('shift-leader')));
      if (leads || id === plan.proposedById)
        await this.notices.toStaff(tx, { staffId: id, key: `plan-broken:${missed}`, kind: 'arrears', ticketId: null, text: `户号 ${maskAccountNumber(number ?? '')} 的分期没有按期付款，少付 ${formatFen(behindFen)} 元，已恢复催缴` }, now);
    }
  }
}

export async function disputedAccounts(manager: EntityManager, accountIds: readonly number[]): Promise<number[]> {
  if (accountIds.length === 0) return [];
  const rows: { accountId: number }[] = await manager.query(
    `SELECT DISTINCT b.account_id AS accountId FROM bill_dispute d JOIN bill b ON b.id = d.bill_id WHERE d.to_on IS NULL AND b.account_id IN (${accountIds.map(() => '?').join(', ')})`, [...accountIds],
  );
  return rows.map(({ accountId }) => accountId);
}

/** Who owes nothing overdue any more is not called. */
async function endCallsOfTheQuit(tx: EntityManager, day: DateString, now: Date): Promise<void> {
  await tx.createQueryBuilder().update(ArrearsCall).set({ state: 'withdrawn', endReason: 'paid', openKey: null, endedAt: now, heldById: null, heldUntil: null, version: () => 'version + 1' })
    .where("state = 'open' AND NOT EXISTS (SELECT 1 FROM bill b WHERE b.account_id = arrears_call.account_id AND b.state = 'unpaid' AND b.due_on < :day)", { day }).execute();
}
