import { Injectable } from '@nestjs/common';
import type { Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/billing-desk';
import { shanghaiDate, ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, In, Not } from 'typeorm';
import { ApprovalService } from '../approval/index.js';
import { CustomerService, type WaterAccount } from '../customer/index.js';
import { rowsById } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { Bill, BillingTerms, MeterReading } from './billing.entity.js';
import { BillingService } from './billing.service.js';
import { billItemView } from './billing.view.js';
import { disputesOf } from './dispute.service.js';
import { Rebilling } from './rebilling.entity.js';
import { figureAfter } from './rules/plan-bill.js';
import { TariffBook } from './tariff-book.js';

const READINGS_SHOWN = 40;
const REBILLINGS_SHOWN = 20;
const asked = ['adjust-bill', 'waive-late-fee', 'reverse-bill'] as const;

/** Who sees an account's name and address in full is written down by account, which hands itself in. */
export interface AccountOpenings {
  opened(viewer: Pick<StaffViewer, 'id'>, accountId: number, reason: string): Promise<void>;
}

/** An account's bills, readings and terms as the staff see them. A bill shows name and address in full, and who opens it is recorded (PR-1). */
@Injectable()
export class BillDesk {
  private openings: AccountOpenings | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomerService,
    private readonly billing: BillingService,
    private readonly approvals: ApprovalService,
    private readonly clock: Clock,
  ) {}

  /** Called once at start by account. */
  useOpenings(openings: AccountOpenings): void {
    this.openings = openings;
  }

  /** Newest period first; of one period the latest revision first. */
  async bills(accountId: number, { cursor, size }: QueryOf<typeof contract.accountBills>): Promise<Page<contract.DeskBill>> {
    const { manager } = this.dataSource;
    const account = await this.account(accountId);
    const before = cursor === undefined ? null : /^(\d{1,9})\.(\d{1,9})$/.exec(cursor);
    if (cursor !== undefined && !before) throw new Refusal('INVALID_INPUT');
    const select = manager.createQueryBuilder(Bill, 'b').where("b.accountId = :accountId AND b.state <> 'draft'", { accountId }).orderBy('b.readingOrdinal', 'DESC').addOrderBy('b.revision', 'DESC').limit(size + 1);
    if (before) select.andWhere('(b.readingOrdinal < :ordinal OR (b.readingOrdinal = :ordinal AND b.revision < :revision))', { ordinal: Number(before[1]), revision: Number(before[2]) });
    const rows = await select.getMany();
    const bills = rows.slice(0, size);
    const disputes = await disputesOf(manager, bills.map(({ id }) => id));
    const book = await TariffBook.open(manager);
    const today = shanghaiDate(this.clock.now());
    const last = bills.at(-1);
    return {
      items: bills.map((bill) => ({
        ...billItemView(bill, account.accountNumber, disputes.get(bill.id) ?? [], today), revision: bill.revision, adjustedFen: bill.adjustedFen, tariffName: book.names.get(bill.tariffCode) ?? bill.tariffCode, voidReason: bill.voidReason,
      })),
      next: rows.length > size && last ? `${last.readingOrdinal}.${last.revision}` : null,
    };
  }

  /** In full; that it was looked at is recorded (PR-1). Refuses `NOT_FOUND`. */
  async bill(viewer: StaffViewer, billId: number): Promise<contract.DeskBillDetail> {
    const { manager } = this.dataSource;
    const bill = await manager.findOneBy(Bill, { id: billId, state: Not('draft') });
    if (!bill) throw new Refusal('NOT_FOUND');
    const account = await this.account(bill.accountId);
    if (!this.openings) throw new Error('nobody records here who opens an account');
    await this.openings.opened(viewer, account.id, '查看账单');
    const waiting: contract.DeskBillDetail['waiting'] = [];
    for (const kind of asked) {
      const approvalId = (await this.approvals.openFor(manager, kind, [billId])).get(billId);
      if (approvalId !== undefined) waiting.push({ kind, approvalId });
    }
    return { ...(await this.billing.detailOf(manager, bill, account, null)), name: account.name, address: account.address, revision: bill.revision, waiting };
  }

  async readings(accountId: number): Promise<ResponseOf<typeof contract.accountReadings>> {
    const { manager } = this.dataSource;
    await this.account(accountId);
    const rows = await manager.find(MeterReading, { where: { accountId }, order: { ordinal: 'DESC' }, take: READINGS_SHOWN + 1 });
    const bills = await manager.find(Bill, { select: { id: true, readingOrdinal: true }, where: { accountId, readingOrdinal: In(rows.map(({ ordinal }) => ordinal)), state: In(['unpaid', 'paid']) } });
    const billed = new Map(bills.map(({ id, readingOrdinal }) => [readingOrdinal, id]));
    const rebillings = await manager.find(Rebilling, { where: { accountId }, order: { number: 'DESC' }, take: REBILLINGS_SHOWN });
    const asking = await this.approvals.openFor(manager, 'correct-reading', rows.map(({ id }) => id));
    const staff = await rowsById(manager, Staff, rebillings.flatMap(({ byStaffId }) => byStaffId ?? []));
    const dayOf = new Map(rows.map(({ ordinal, readOn }) => [ordinal, readOn]));
    return {
      items: rows.slice(0, READINGS_SHOWN).map((row, i) => {
        const before = rows[i + 1];
        return { ordinal: row.ordinal, readOn: row.readOn, kind: row.kind, value: row.value, nextValue: row.nextValue, volume: before ? row.value - figureAfter(before) : null, note: row.note, billId: billed.get(row.ordinal) ?? null, approvalId: asking.get(row.id) ?? null };
      }),
      rebillings: rebillings.map(({ id, at, cause, reason, byStaffId, readingOrdinal, before, after, voidedBillIds, issuedBillIds, creditedFen }) => ({
        id, at: at.toISOString(), cause, reason, by: byStaffId === null ? null : (staff.get(byStaffId)?.name ?? ''), readOn: dayOf.get(readingOrdinal ?? 0) ?? null, before, after, voidedBillIds, issuedBillIds, creditedFen,
      })),
    };
  }

  async terms(accountId: number): Promise<ResponseOf<typeof contract.accountTerms>> {
    const { manager } = this.dataSource;
    const account = await this.account(accountId);
    const book = await TariffBook.open(manager);
    const rows = await manager.find(BillingTerms, { where: { accountId }, order: { fromOn: 'DESC' } });
    const staff = await rowsById(manager, Staff, rows.flatMap(({ byStaffId }) => byStaffId ?? []));
    const named = (uses: readonly { tariffCode: string; share: number }[]) => uses.map((use) => ({ ...use, tariffName: book.names.get(use.tariffCode) ?? use.tariffCode }));
    return {
      items: [
        ...rows.map(({ fromOn, householdSize, uses, ticketId, byStaffId, reason }) => ({ fromOn, householdSize, uses: named(uses), ticketNumber: ticketId === null ? null : ticketNumberOf(ticketId), by: byStaffId === null ? null : (staff.get(byStaffId)?.name ?? ''), reason })),
        { fromOn: null, householdSize: account.householdSize, uses: named([{ tariffCode: account.tariffCode, share: 1000 }]), ticketNumber: null, by: null, reason: null },
      ],
      tariffs: [...book.names].map(([code, name]) => ({ code, name, tierPeriod: book.versionsOf(code).at(-1)?.tierPeriod ?? 'month' })),
    };
  }

  private async account(accountId: number): Promise<WaterAccount> {
    const account = await this.customers.accountById(accountId);
    if (!account) throw new Refusal('NOT_FOUND');
    return account;
  }
}
