import { Injectable } from '@nestjs/common';
import type * as contract from '@shouwen/shared/contract/arrears';
import { maskAddress, maskName, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { Bill, BillDispute, BillingService } from '../billing/index.js';
import { CustomerService } from '../customer/index.js';
import { rowsById } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { ArrearsCallRecord, ArrearsReminder, InstalmentPlan } from './arrears.entity.js';
import { PlanService, PROPOSERS } from './plan.service.js';

const SHOWN = 20;

/** What one account owes, what was done about it, and what was agreed. */
@Injectable()
export class AccountArrearsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomerService,
    private readonly billing: BillingService,
    private readonly plans: PlanService,
    private readonly clock: Clock,
  ) {}

  /** Refuses `NOT_FOUND`. */
  async byNumber(viewer: StaffViewer, accountNumber: string): Promise<contract.AccountArrears> {
    const account = await this.customers.accountByNumber(accountNumber);
    if (!account) throw new Refusal('NOT_FOUND', { message: '没有这个户号，请核对后重新输入' });
    return this.of(this.dataSource.manager, viewer, account.id);
  }

  async of(manager: EntityManager, viewer: StaffViewer, accountId: number): Promise<contract.AccountArrears> {
    const account = await this.customers.accountById(accountId, manager);
    if (!account) throw new Refusal('NOT_FOUND');
    const rows = await manager.find(Bill, { where: { accountId, state: 'unpaid' }, order: { dueOn: 'ASC', id: 'ASC' } });
    const ids = rows.map(({ id }) => id);
    const payables = new Map((ids.length === 0 ? [] : await this.billing.payables(manager, ids, shanghaiDate(this.clock.now()))).map((payable) => [payable.billId, payable]));
    const disputed = new Set(ids.length === 0 ? [] : (await manager.find(BillDispute, { where: ids.map((billId) => ({ billId, toOn: IsNull() })) })).map(({ billId }) => billId));
    const bills = rows.map(({ id, fromOn, toOn, dueOn }) => ({ billId: id, from: fromOn, to: toOn, dueOn, principalFen: payables.get(id)?.principalFen ?? 0, lateFeeFen: payables.get(id)?.lateFeeFen ?? 0, disputed: disputed.has(id) }));
    const reminders = await manager.find(ArrearsReminder, { where: { accountId }, order: { id: 'DESC' }, take: SHOWN });
    const pauses: contract.AccountArrears['pauses'] = await manager.query(
      'SELECT d.from_on AS `from`, d.to_on AS `to`, b.from_on AS billFrom, b.to_on AS billTo FROM bill_dispute d JOIN bill b ON b.id = d.bill_id WHERE b.account_id = ? AND (d.to_on IS NULL OR d.to_on >= d.from_on) ORDER BY d.id DESC LIMIT ?',
      [accountId, SHOWN],
    );
    const records = await manager.find(ArrearsCallRecord, { where: { accountId }, order: { id: 'DESC' }, take: SHOWN });
    const staff = await rowsById(manager, Staff, records.map(({ agentId }) => agentId));
    const plans = await manager.find(InstalmentPlan, { where: { accountId }, order: { id: 'DESC' }, take: SHOWN });
    const hall = await manager.findOneBy(Hall, { id: account.hallId });
    const owedFen = bills.reduce((sum, { principalFen, lateFeeFen }) => sum + principalFen + lateFeeFen, 0);
    return {
      accountId, accountNumber: account.accountNumber, name: maskName(account.name), address: maskAddress(account.address), hallName: hall?.name ?? '', bills, owedFen,
      boundResidents: (await this.customers.residentsOf([accountId], manager)).get(accountId)?.length ?? 0,
      reminders: reminders.map(({ at, days, channel, owedFen: owed }) => ({ at: at.toISOString(), days, channel, owedFen: owed })),
      pauses: pauses.map(({ from, to, billFrom, billTo }) => ({ from, to, billFrom, billTo })),
      calls: records.map(({ at, agentId, result, note, callbackOn }) => ({ at: at.toISOString(), by: staff.get(agentId)?.name ?? '', result, note: note ?? '', callbackOn })),
      plans: await this.plans.items(manager, plans), mayPropose: owedFen > 0 && viewer.roles.some((role) => PROPOSERS.includes(role)),
    };
  }
}
