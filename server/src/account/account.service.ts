import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AccountHit, AccountPage } from '@shouwen/shared/contract/account';
import { maskAddress, maskName, maskPhone } from '@shouwen/shared/value';
import { DataSource } from 'typeorm';
import { type AccountOpenings, BillDesk, BillingService, PrepaidService } from '../billing/index.js';
import { CustomerService } from '../customer/index.js';
import { Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Hall, type StaffViewer } from '../staff/index.js';
import { AccountAccess } from './account.entity.js';
import { AccountSearch } from './account-search.js';

/** Water accounts at the staff's desks. */
@Injectable()
export class AccountService implements AccountOpenings, OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly accounts: AccountSearch,
    private readonly customers: CustomerService,
    private readonly billing: BillingService,
    private readonly bills: BillDesk,
    private readonly prepaid: PrepaidService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.bills.useOpenings(this);
  }

  /** Name and address are about to be shown in full (PR-1, PR-2). */
  async opened(viewer: Pick<StaffViewer, 'id'>, accountId: number, reason: string): Promise<void> {
    await this.transactions.run((tx) => tx.insert(AccountAccess, { staffId: viewer.id, accountId, reason, at: this.clock.now() }));
  }

  /** PY-1: masked, with what is owed. Refuses `SEARCH_TOO_SHORT`. */
  async search(text: string, limit: number): Promise<{ items: AccountHit[] }> {
    const found = await this.accounts.find(text, limit);
    const ids = found.map(({ account }) => account.id);
    const owed = await this.billing.owedBy(ids, this.clock.now());
    const prepaid = await this.prepaid.balances(ids);
    return {
      items: found.map(({ account, by }) => ({
        id: account.id, accountNumber: account.accountNumber, nameMasked: maskName(account.name), addressMasked: maskAddress(account.address),
        phoneMasked: account.phone === null ? null : maskPhone(account.phone), meterNumberTail: account.meterNumber.slice(-4), zone: account.zone, hallId: account.hallId, matched: by,
        owedFen: owed.get(account.id)?.owedFen ?? 0, unpaidBillCount: owed.get(account.id)?.unpaidBillCount ?? 0, prepaidFen: prepaid.get(account.id) ?? 0,
      })),
    };
  }

  /** In full; that it was looked at is recorded (PR-1). Refuses `NOT_FOUND`. */
  async page(viewer: StaffViewer, id: number): Promise<AccountPage> {
    const account = await this.customers.accountById(id);
    if (!account) throw new Refusal('NOT_FOUND');
    const now = this.clock.now();
    await this.opened(viewer, id, '办理账单业务');
    const { manager } = this.dataSource;
    const hall = await manager.findOneBy(Hall, { id: account.hallId });
    const owed = (await this.billing.owedBy([id], now)).get(id);
    return {
      id, accountNumber: account.accountNumber, name: account.name, address: account.address, phone: account.phone, meterNumber: account.meterNumber, zone: account.zone, hallId: account.hallId,
      hallName: hall?.name ?? '', owedFen: owed?.owedFen ?? 0, unpaidBillCount: owed?.unpaidBillCount ?? 0, prepaidFen: (await this.prepaid.balances([id])).get(id) ?? 0,
    };
  }
}
