import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, ResponseOf } from '@shouwen/shared/contract';
import type { PrepaidEntry, PrepaidUse, payFromPrepaid } from '@shouwen/shared/contract/usage';
import { DataSource, type EntityManager, In } from 'typeorm';
import { type Payable, PrepaidService } from '../billing/index.js';
import { CustomerService } from '../customer/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { JournalEntry, JournalLine } from '../ledger/index.js';
import { PaymentItem, PrepaidPaymentsService } from '../payment/index.js';
import { prepaidInWords } from './rules/prepaid-in-words.js';

/** An account's money in advance as its residents see it: what became of it says the ledger, since nothing moves it otherwise. */
@Injectable()
export class PrepaidHistory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomerService,
    private readonly prepaid: PrepaidService,
    private readonly payments: PrepaidPaymentsService,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  /** What `use` would do now. `NOT_FOUND` for an account the resident is not bound to. */
  async planned(residentId: number, accountId: number): Promise<PrepaidUse> {
    await this.customers.requireBound(residentId, accountId);
    return this.plan(this.dataSource.manager, accountId, this.clock.now());
  }

  /**
   * Nobody shall owe a late fee while their money lies with us: bills that were owed before it came are paid when the resident says so, having seen which.
   * Refuses `BILL_CHANGED` when it would be others by now.
   */
  async use(residentId: number, accountId: number, { billIds, usedFen }: BodyOf<typeof payFromPrepaid>): Promise<ResponseOf<typeof payFromPrepaid>> {
    const now = this.clock.now();
    await this.customers.requireBound(residentId, accountId);
    return this.once.run(async (tx) => {
      const plan = await this.plan(tx, accountId, now);
      const changed = () => new Refusal('BILL_CHANGED', { message: '刚才账单或余额有变化，没有抵。请看清最新的再确认一次' });
      if (plan.usedFen !== usedFen || plan.bills.map(({ billId }) => billId).join() !== billIds.join()) throw changed();
      await this.payments.payOpenBills(tx, [accountId], now);
      // A bill that came in between is not paid unseen either.
      if (((await this.prepaid.balances([accountId], tx)).get(accountId) ?? 0) !== plan.leftFen) throw changed();
      return { balanceFen: plan.leftFen, usedFen };
    });
  }

  private async plan(manager: EntityManager, accountId: number, now: Date): Promise<PrepaidUse> {
    const { balanceFen, parts, inQuestion } = await this.payments.planned(manager, accountId, now);
    const shown = ({ billId, from, to, principalFen, lateFeeFen }: Payable) => ({ billId, from, to, payableFen: principalFen + lateFeeFen });
    const usedFen = parts.reduce((fen, part) => fen + part.usedFen, 0);
    return { bills: parts.map((part) => ({ ...shown(part.bill), usedFen: part.usedFen })), usedFen, leftFen: balanceFen - usedFen, disputed: inQuestion.map(shown) };
  }

  /** Newest first. `NOT_FOUND` for an account the resident is not bound to. */
  async of(residentId: number, accountId: number, { cursor, size }: { cursor?: string | undefined; size: number }): Promise<Page<PrepaidEntry> & { balanceFen: number }> {
    const { manager } = this.dataSource;
    await this.customers.requireBound(residentId, accountId);
    if (cursor !== undefined && !/^[1-9]\d{0,15}$/.test(cursor)) throw new Refusal('INVALID_INPUT');
    const select = manager.createQueryBuilder(JournalLine, 'l').where("l.book = 'prepaid' AND l.subjectId = :accountId", { accountId }).orderBy('l.id', 'DESC').limit(size + 1);
    if (cursor !== undefined) select.andWhere('l.id < :cursor', { cursor: Number(cursor) });
    const rows = await select.getMany();
    const lines = rows.slice(0, size);
    const entries = new Map((await manager.findBy(JournalEntry, { id: In(lines.map(({ entryId }) => entryId)) })).map((entry) => [entry.id, entry]));
    const items = await itemsOf(manager, accountId, [...entries.values()]);
    return {
      balanceFen: (await this.prepaid.balances([accountId], manager)).get(accountId) ?? 0,
      items: lines.flatMap((line) => {
        const entry = entries.get(line.entryId);
        if (!entry) return [];
        const amountFen = line.creditFen - line.debitFen;
        const own = items.filter(({ paymentId }) => entry.cause === 'payment' && String(paymentId) === entry.causeId);
        const bill = own.find(({ billId, principalFen, lateFeeFen }) => billId !== null && (amountFen > 0 || principalFen + lateFeeFen === -amountFen)) ?? own.find(({ billId }) => billId !== null);
        const what = prepaidInWords({ cause: entry.cause, amountFen, toppedUp: own.some(({ kind }) => kind === 'prepayment'), bills: own.filter(({ billId }) => billId !== null).length, period: bill?.fromOn && bill.toOn ? { from: bill.fromOn, to: bill.toOn } : null });
        return [{ id: line.id, at: entry.at.toISOString(), amountFen, what, billId: bill?.billId ?? null }];
      }),
      next: rows.length > size ? String(lines.at(-1)?.id) : null,
    };
  }
}

async function itemsOf(manager: EntityManager, accountId: number, entries: readonly JournalEntry[]): Promise<PaymentItem[]> {
  const paymentIds = entries.filter(({ cause }) => cause === 'payment').map(({ causeId }) => Number(causeId)).filter((id) => Number.isSafeInteger(id));
  return paymentIds.length === 0 ? [] : manager.find(PaymentItem, { where: { paymentId: In(paymentIds), accountId }, order: { id: 'ASC' } });
}
