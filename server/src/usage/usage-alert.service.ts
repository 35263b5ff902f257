import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { UsageAlert } from '@shouwen/shared/contract/usage';
import { addDays, type DateString, formatFen, formatFullInstant, maskAddress, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In } from 'typeorm';
import { Bill, BillFollowers } from '../billing/index.js';
import { CustomerService, type WaterAccount } from '../customer/index.js';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { NoticeService } from '../notice/index.js';
import { alertInWords } from './rules/alert-in-words.js';
import { unusuallyMuchWater } from './rules/unusually-much-water.js';
import { UsageAlertPolicies } from './usage-alert-policy.service.js';
import { UsageAlertCheck } from './usage.entity.js';

/** An alert is for now: water that ran away half a year ago has been noticed. */
const FRESH_DAYS = 100;
/** As far back as the same season of last year, and a little. */
const HISTORY_DAYS = 800;

type Period = Pick<Bill, 'id' | 'accountId' | 'fromOn' | 'toOn' | 'volume'>;

/** Consumption that may be a leak in the house: read off the account's own bills each time, told of once. */
@Injectable()
export class UsageAlertService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly customers: CustomerService,
    private readonly notices: NoticeService,
    private readonly followers: BillFollowers,
    private readonly policies: UsageAlertPolicies,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.followers.followIssued((tx, accountIds, now) => this.afterIssue(tx, accountIds, now));
  }

  /** Of the resident's accounts, without those they have looked into. */
  async mine(residentId: number): Promise<UsageAlert[]> {
    const { manager } = this.dataSource;
    const accountIds = await this.customers.accountIdsOf(residentId);
    const alerts = [...(await this.of(manager, await this.customers.accountsById(accountIds))).values()];
    const checked = await this.checkedBy(manager, residentId, alerts.map(({ billId }) => billId));
    return alerts.filter(({ billId }) => !checked.has(billId));
  }

  async checkedBy(manager: EntityManager, residentId: number, billIds: readonly number[]): Promise<Set<number>> {
    if (billIds.length === 0) return new Set();
    return new Set((await manager.findBy(UsageAlertCheck, { residentId, billId: In([...billIds]) })).map(({ billId }) => billId));
  }

  /** `NOT_FOUND` for a bill of an account the resident is not bound to. */
  async checked(residentId: number, billId: number): Promise<void> {
    const bill = await this.dataSource.manager.findOneBy(Bill, { id: billId });
    if (!bill || bill.state === 'draft') throw new Refusal('NOT_FOUND');
    await this.customers.requireBound(residentId, bill.accountId);
    try {
      await this.transactions.run((tx) => tx.insert(UsageAlertCheck, { residentId, billId, at: this.clock.now() }).then(() => undefined));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** By account: the alert of its newest bill, where that is one. */
  async of(manager: EntityManager, accounts: ReadonlyMap<number, Pick<WaterAccount, 'id' | 'accountNumber' | 'address'>>): Promise<Map<number, UsageAlert>> {
    const today = shanghaiDate(this.clock.now());
    const alerts = new Map<number, UsageAlert>();
    const periods = await this.periods(manager, [...accounts.keys()], addDays(today, -HISTORY_DAYS));
    if (periods.size === 0) return alerts;
    const policy = await this.policies.on(today, manager);
    for (const [accountId, bills] of periods) {
      const account = accounts.get(accountId);
      const newest = bills.at(-1);
      if (!account || !newest || newest.toOn < addDays(today, -FRESH_DAYS)) continue;
      const found = policy && unusuallyMuchWater(policy, bills.map(({ fromOn, toOn, volume }) => ({ from: fromOn, to: toOn, volume })));
      if (!found) continue;
      alerts.set(accountId, {
        billId: newest.id, accountId, accountNumber: account.accountNumber, addressMasked: maskAddress(account.address), from: newest.fromOn, to: newest.toOn, kind: found.kind, volume: newest.volume,
        usualVolume: found.usualVolume, sentence: alertInWords(found.kind, newest.volume, found.usualVolume),
      });
    }
    return alerts;
  }

  /** Those bound to an account whose new bill is unusual get one message about it. Asks nothing of accounts nobody is bound to. */
  private async afterIssue(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void> {
    const residents = await this.customers.residentsOf(accountIds, tx);
    if (residents.size === 0) return;
    for (const alert of (await this.of(tx, await this.customers.accountsById([...residents.keys()], tx))).values())
      for (const residentId of residents.get(alert.accountId) ?? [])
        await this.notices.toResident(tx, {
          residentId, purpose: 'bill', key: `usage-alert:${alert.billId}:${residentId}`, page: `usage/history/index?accountId=${alert.accountId}`,
          fields: { number: alert.accountNumber, amount: formatFen(await totalOf(tx, alert.billId)), at: formatFullInstant(now), note: '用水比平时多，请查家里漏水' },
        }, now);
  }

  /** Bills in force of each account, oldest first. */
  private async periods(manager: EntityManager, accountIds: readonly number[], since: DateString): Promise<Map<number, Period[]>> {
    const periods = new Map<number, Period[]>();
    if (accountIds.length === 0) return periods;
    const bills = await manager
      .createQueryBuilder(Bill, 'b')
      .select(['b.id', 'b.accountId', 'b.fromOn', 'b.toOn', 'b.volume'])
      .where("b.accountId IN (:...accountIds) AND b.state IN ('unpaid', 'paid') AND b.toOn >= :since", { accountIds: [...accountIds], since })
      .orderBy('b.toOn', 'ASC')
      .getMany();
    for (const bill of bills) periods.set(bill.accountId, [...(periods.get(bill.accountId) ?? []), bill]);
    return periods;
  }
}

async function totalOf(manager: EntityManager, billId: number): Promise<number> {
  return (await manager.findOneBy(Bill, { id: billId }))?.totalFen ?? 0;
}
