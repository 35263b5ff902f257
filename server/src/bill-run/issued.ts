import { Injectable, type OnModuleInit } from '@nestjs/common';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { And, DataSource, type EntityManager, LessThanOrEqual, MoreThan } from 'typeorm';
import { Bill, BillFollowers, PrepaidService } from '../billing/index.js';
import { CustomerService, WaterAccount } from '../customer/index.js';
import { rowsById, Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import { Outbox } from '../jobs/index.js';
import { NoticeService } from '../notice/index.js';
import { inBatches } from './account-batches.js';
import type { WhatFollows } from './bill-run-runner.js';
import type { BillRun } from './bill-run.entity.js';
import type { BillRange } from './issue-bills.js';

const topic = 'bill-run.tell';
/** Messages are written in small transactions, so that nobody waits for them. */
const MESSAGES = 200;

/** What follows on bills that go out: money the account has with us is used at once, residents are told. */
@Injectable()
export class Issued implements WhatFollows, OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly prepaid: PrepaidService,
    private readonly customers: CustomerService,
    private readonly notices: NoticeService,
    private readonly followers: BillFollowers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(topic, ({ runId, after, upTo }) => this.tell(Number(runId), { after: Number(after), upTo: Number(upTo) }));
  }

  async issued(tx: EntityManager, run: BillRun, range: BillRange, now: Date): Promise<{ prepaidCount: number; prepaidFen: number }> {
    await this.outbox.add(tx, topic, `${run.id}:${range.after}`, { runId: run.id, ...range }, now);
    const owing: { account_id: number }[] = await tx.query(
      `SELECT DISTINCT b.account_id FROM bill b JOIN prepaid_balance p ON p.account_id = b.account_id AND p.balance_fen > 0 WHERE b.run_id = ? AND b.id > ? AND b.id <= ? AND b.state = 'unpaid' ORDER BY b.account_id`,
      [run.id, range.after, range.upTo],
    );
    if (owing.length === 0) return { prepaidCount: 0, prepaidFen: 0 };
    const before = await this.balance(tx, run, range);
    await this.prepaid.payOpenBills(tx, owing.map(({ account_id }) => account_id), now);
    return { prepaidCount: owing.length, prepaidFen: before - (await this.balance(tx, run, range)) };
  }

  /** What the accounts of a range have with us, fen. */
  private async balance(tx: EntityManager, run: BillRun, { after, upTo }: BillRange): Promise<number> {
    const [row] = await tx.query('SELECT SUM(p.balance_fen) AS fen FROM prepaid_balance p WHERE p.account_id IN (SELECT b.account_id FROM bill b WHERE b.run_id = ? AND b.id > ? AND b.id <= ?)', [run.id, after, upTo]);
    return Number(row.fen ?? 0);
  }

  /** Everybody bound to an account, of its bill, once; safe to repeat. A bill that was reversed meanwhile is not spoken of. */
  private async tell(runId: number, { after, upTo }: BillRange): Promise<void> {
    const { manager } = this.dataSource;
    for (let last = after; ; ) {
      const bills = await manager.find(Bill, { where: { runId, id: And(MoreThan(last), LessThanOrEqual(upTo)) }, order: { id: 'ASC' }, take: 1000 });
      await this.tellOf(bills.filter(({ state, totalFen }) => (state === 'unpaid' || state === 'paid') && totalFen > 0));
      const end = bills.at(-1);
      if (!end || bills.length < 1000) return;
      last = end.id;
    }
  }

  private async tellOf(bills: readonly Bill[]): Promise<void> {
    const { manager } = this.dataSource;
    const residents = await this.customers.residentsOf(bills.map(({ accountId }) => accountId), manager);
    const known = bills.filter(({ accountId }) => residents.has(accountId));
    const accounts = await rowsById(manager, WaterAccount, known.map(({ accountId }) => accountId));
    const messages = known.flatMap((bill) => (residents.get(bill.accountId) ?? []).map((residentId) => ({ bill, residentId })));
    const now = this.clock.now();
    for (const part of inBatches(messages, MESSAGES)) {
      await this.transactions.run(async (tx) => {
        await this.notices.toResidents(
          tx,
          part.map(({ bill, residentId }) => ({
            residentId, purpose: 'bill', key: `bill-issued:${bill.id}:${residentId}`, page: `bill/detail/index?id=${bill.id}`,
            fields: {
              number: accounts.get(bill.accountId)?.accountNumber ?? '', amount: formatFen(bill.totalFen), at: formatFullInstant(bill.issuedAt),
              note: bill.state === 'paid' ? '新账单已用预存款付清' : `新账单，请在${bill.dueOn}前缴`,
            },
          })),
          now,
        );
        await this.followers.issued(tx, [...new Set(part.map(({ bill }) => bill.accountId))], now);
      });
    }
  }
}
