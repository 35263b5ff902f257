import { Injectable } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type { checkRelative, KeptRelative, RelativeAccount } from '@shouwen/shared/contract/usage';
import { maskAddress, maskName, shanghaiDate } from '@shouwen/shared/value';
import { DataSource } from 'typeorm';
import { Bill, BillingService } from '../billing/index.js';
import { BindingService, CustomerService, type WaterAccount } from '../customer/index.js';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { KeptRelativeRow } from './usage.entity.js';

const MOST_KEPT = 10;
const MOST_BILLS = 24;

/** Paying for somebody else without binding their account: what is owed is shown, what was used before never is (PY-1, PR-1). */
@Injectable()
export class RelativeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly bindings: BindingService,
    private readonly customers: CustomerService,
    private readonly billing: BillingService,
    private readonly clock: Clock,
  ) {}

  /** Refuses `BINDING_NOT_MATCHED` and `TOO_MANY_ATTEMPTS`, within the limits of binding. */
  async check(residentId: number, body: BodyOf<typeof checkRelative>): Promise<RelativeAccount> {
    return this.view(residentId, await this.bindings.prove(residentId, body, this.clock.now()));
  }

  /** Whoever has just proved an account and backed out of paying need not prove it twice. Refuses `RELATIVE_EXPIRED`. */
  async returnTo(residentId: number, ticket: string): Promise<RelativeAccount> {
    const account = await this.customers.accountById(this.bindings.accountOfRelative(residentId, ticket, this.clock.now()));
    if (!account) throw new Refusal('NOT_FOUND');
    return { ...(await this.view(residentId, account)), ticket };
  }

  async kept(residentId: number): Promise<KeptRelative[]> {
    const rows = await this.dataSource.manager.find(KeptRelativeRow, { where: { residentId }, order: { id: 'ASC' }, take: MOST_KEPT });
    const accounts = await this.customers.accountsById(rows.map(({ accountId }) => accountId));
    return rows.map((row) => ({ id: row.id, label: row.label, accountNumber: accounts.get(row.accountId)?.accountNumber ?? '' }));
  }

  /** Refuses `RELATIVE_EXPIRED`, `RELATIVE_KEPT_ALREADY`. */
  async keep(residentId: number, ticket: string, label: string): Promise<KeptRelative> {
    const now = this.clock.now();
    const accountId = this.bindings.accountOfRelative(residentId, ticket, now);
    try {
      return await this.once.run(async (tx) => {
        if ((await tx.countBy(KeptRelativeRow, { residentId })) >= MOST_KEPT) throw new Refusal('INVALID_INPUT', { message: `最多记住 ${MOST_KEPT} 个户号，请先删除不用的` });
        const { id } = await tx.save(KeptRelativeRow, { residentId, accountId, label, keptAt: now });
        return { id, label, accountNumber: (await this.customers.accountNumberOf(accountId, tx)) ?? '' };
      });
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refusal('RELATIVE_KEPT_ALREADY');
      throw error;
    }
  }

  async open(residentId: number, id: number): Promise<RelativeAccount> {
    const row = await this.dataSource.manager.findOneBy(KeptRelativeRow, { id, residentId });
    const account = row && (await this.customers.accountById(row.accountId));
    if (!account) throw new Refusal('NOT_FOUND');
    return this.view(residentId, account);
  }

  async forget(residentId: number, id: number): Promise<void> {
    const { affected } = await this.transactions.run((tx) => tx.delete(KeptRelativeRow, { id, residentId }));
    if (!affected) throw new Refusal('NOT_FOUND');
  }

  private async view(residentId: number, account: WaterAccount): Promise<RelativeAccount> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const today = shanghaiDate(now);
    const bills = await manager.find(Bill, { where: { accountId: account.id, state: 'unpaid' }, order: { toOn: 'ASC', id: 'ASC' }, take: MOST_BILLS });
    const payable = new Map((await this.billing.payables(manager, bills.map(({ id }) => id), today)).map((one) => [one.billId, one]));
    const kept = await manager.findOneBy(KeptRelativeRow, { residentId, accountId: account.id });
    return {
      ticket: this.bindings.relativeTicket(residentId, account.id, now),
      accountId: account.id,
      accountNumber: account.accountNumber,
      nameMasked: maskName(account.name),
      addressMasked: maskAddress(account.address),
      bills: bills.flatMap((bill) => {
        const open = payable.get(bill.id);
        if (!open) return [];
        const { principalFen, lateFeeFen } = open;
        return [{ id: bill.id, from: bill.fromOn, to: bill.toOn, volume: bill.volume, payableFen: principalFen + lateFeeFen, lateFeeFen, dueOn: bill.dueOn, overdue: today > bill.dueOn }];
      }),
      keptId: kept?.id ?? null,
    };
  }
}
