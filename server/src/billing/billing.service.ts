import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Page } from '@shouwen/shared/contract';
import type { BillDetail, BillItem } from '@shouwen/shared/contract/billing';
import { type DateString, shanghaiDate, ticketNumberOf } from '@shouwen/shared/value';
import type { BillState } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In } from 'typeorm';
import { type AccountOfTerms, CustomerService, type TermsNow, WaterAccount } from '../customer/index.js';
import { affectedBy, Believed, placesOf, readRow, selectList, sqlInstant } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { termsByAccount } from './bill-facts.js';
import { Bill } from './billing.entity.js';
import { type BilledAccount, billDetailView, billItemView, lateFeeOf, type ListedBill, principalOf } from './billing.view.js';
import { Ticket } from '../ticket/index.js';
import { disputesOf } from './dispute.service.js';
import { termsOf, termsOn } from './rules/terms-of-account.js';
import { TariffBook } from './tariff-book.js';

/** What a list shows of a bill. */
const LISTED = [
  'id', 'accountId', 'fromOn', 'toOn', 'volume', 'totalFen', 'adjustedFen', 'paidFen', 'lateFeePaidFen', 'lateFeeWaivedFen', 'dueOn', 'lateFeeFromOn', 'lateFeeRate', 'state',
] as const satisfies readonly (keyof Bill)[];
/** What a bill's page shows of its account. */
const OF_ACCOUNT = ['accountNumber', 'name', 'address'] as const satisfies readonly (keyof WaterAccount)[];
/** Few bills ever are: the days of a dispute are looked up for those alone. */
const EVER_DISPUTED = 'EXISTS (SELECT 1 FROM bill_dispute d WHERE d.bill_id = b.id) AS ever_disputed';

/** What paying a bill costs on a day, in fen; both 0 unless it is `unpaid`. */
export interface Payable {
  billId: number;
  accountId: number;
  accountNumber: string;
  state: BillState;
  /** The period, Asia/Shanghai dates, both inclusive. */
  from: DateString;
  to: DateString;
  principalFen: number;
  lateFeeFen: number;
}

/** What billing shows of a payment without knowing payments: payment hands itself in. */
export interface Receipts {
  /** Null while the payment has no receipt. */
  receiptNumberOf(paymentId: number): Promise<string | null>;
}

/** Bills as residents see and pay them. */
@Injectable()
export class BillingService implements OnModuleInit {
  private receipts: Receipts | undefined;
  private readonly book = new Believed((manager) => TariffBook.open(manager));

  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomerService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.customers.useDebts(this);
  }

  /** Called once at start by payment. */
  useReceipts(receipts: Receipts): void {
    this.receipts = receipts;
  }

  /** Bills of the accounts the resident is bound to now, newest first. Throws `NOT_FOUND` for another's account. */
  async billsOf(residentId: number, query: { accountId?: number; state?: 'unpaid' | 'paid'; cursor?: string; size: number }): Promise<Page<BillItem>> {
    const { manager } = this.dataSource;
    if (query.accountId !== undefined) await this.customers.requireBound(residentId, query.accountId);
    const where = ['a.resident_id = ?', 'a.unbound_at IS NULL', query.state ? 'b.state = ?' : "b.state <> 'draft'"];
    const values: unknown[] = [residentId, ...(query.state ? [query.state] : [])];
    if (query.accountId !== undefined) {
      where.push('a.account_id = ?');
      values.push(query.accountId);
    }
    if (query.cursor !== undefined) {
      const [to, id] = parseCursor(query.cursor);
      where.push('(b.to_on < ? OR (b.to_on = ? AND b.id < ?))');
      values.push(to, to, id);
    }
    const rows: (Record<string, unknown> & { account_number: string; ever_disputed: number | string })[] = await manager.query(
      `SELECT ${selectList(manager, Bill, 'b', LISTED)}, w.account_number, ${EVER_DISPUTED} FROM account_binding a JOIN bill b ON b.account_id = a.account_id JOIN water_account w ON w.id = b.account_id
       WHERE ${where.join(' AND ')} ORDER BY b.to_on DESC, b.id DESC LIMIT ${Number(query.size) + 1}`,
      values,
    );
    const bills = rows.slice(0, query.size).map((row) => ({ bill: readRow(manager, Bill, row, LISTED), row }));
    const disputes = await disputesOf(manager, bills.filter(({ row }) => Number(row.ever_disputed) === 1).map(({ bill }) => bill.id));
    const today = shanghaiDate(this.clock.now());
    const last = bills.at(-1);
    return {
      items: bills.map(({ bill, row }) => billItemView(bill, row.account_number, disputes.get(bill.id) ?? [], today)),
      next: rows.length > query.size && last ? cursorAfter(last.bill) : null,
    };
  }

  /** Throws `NOT_FOUND` for a bill of an account the resident is not bound to, as for one that does not exist. */
  async detailFor(residentId: number, billId: number): Promise<BillDetail> {
    const { manager } = this.dataSource;
    const [row]: Record<string, unknown>[] = await manager.query(
      `SELECT ${selectList(manager, Bill, 'b')}, ${selectList(manager, WaterAccount, 'w', OF_ACCOUNT)}, ${EVER_DISPUTED} FROM bill b JOIN account_binding a ON a.account_id = b.account_id AND a.resident_id = ? AND a.unbound_at IS NULL
       JOIN water_account w ON w.id = b.account_id WHERE b.id = ? AND b.state <> 'draft'`,
      [residentId, billId],
    );
    if (!row) throw new Refusal('NOT_FOUND');
    return this.detailOf(manager, readRow(manager, Bill, row), readRow(manager, WaterAccount, row, OF_ACCOUNT), residentId, Number(row['ever_disputed']) === 1);
  }

  /** A bill with all that its page and its paper show; who may see it, the caller knows. `residentId`: null for the staff; `everDisputed`: false where that is known. */
  async detailOf(manager: EntityManager, bill: Bill, account: BilledAccount, residentId: number | null, everDisputed = true): Promise<BillDetail> {
    const receiptNumber = bill.paymentId === null ? null : ((await this.receipts?.receiptNumberOf(bill.paymentId)) ?? null);
    const disputes = everDisputed ? ((await disputesOf(manager, [bill.id])).get(bill.id) ?? []) : [];
    const open = disputes.find(({ toOn }) => toOn === null);
    const ticket = open ? await manager.findOne(Ticket, { select: { id: true, confidential: true, residentId: true }, where: { id: open.ticketId } }) : null;
    // CP-6: whose secret complaint it is would follow from the bill.
    const mayKnow = ticket !== null && (residentId === null ? !ticket.confidential : ticket.residentId === residentId);
    const replacedBy = bill.state === 'void' ? await manager.findOne(Bill, { select: { id: true }, where: { accountId: bill.accountId, readingOrdinal: bill.readingOrdinal, replacesBillId: bill.id } }) : null;
    return billDetailView(bill, account, await this.bookOf(manager, bill), { disputes, disputeNumber: mayKnow ? ticketNumberOf(ticket.id) : null, receiptNumber, replacedByBillId: replacedBy?.id ?? null }, shanghaiDate(this.clock.now()));
  }

  /** The prices that a bill was made of; such as were published within the last second are looked up again. */
  private async bookOf(manager: EntityManager, bill: Bill): Promise<TariffBook> {
    const book = await this.book.get(manager);
    if ((bill.segments ?? []).every(({ tariff }) => book.version(tariff)) && (bill.tariffVersionId === null || book.versionById(bill.tariffVersionId))) return book;
    this.book.forget();
    return this.book.get(manager);
  }

  /** What each account owes now, late fees included, in fen; accounts that owe nothing are absent. */
  async owedBy(accountIds: readonly number[], now: Date, manager: EntityManager = this.dataSource.manager): Promise<Map<number, { owedFen: number; unpaidBillCount: number }>> {
    const owed = new Map<number, { owedFen: number; unpaidBillCount: number }>();
    if (accountIds.length === 0) return owed;
    const today = shanghaiDate(now);
    const bills = await manager.findBy(Bill, { accountId: In([...accountIds]), state: 'unpaid' });
    const disputes = await disputesOf(manager, overdueOf(bills, today));
    for (const bill of bills) {
      const sum = owed.get(bill.accountId) ?? { owedFen: 0, unpaidBillCount: 0 };
      owed.set(bill.accountId, { owedFen: sum.owedFen + principalOf(bill) + lateFeeOf(bill, disputes.get(bill.id) ?? [], today).fee, unpaidBillCount: sum.unpaidBillCount + 1 });
    }
    return owed;
  }

  /** How many live there and what the water is for on the day of `now`, dated changes included, for accounts together. */
  async termsNow(accounts: readonly AccountOfTerms[], now: Date, manager: EntityManager = this.dataSource.manager): Promise<ReadonlyMap<number, TermsNow>> {
    const today = shanghaiDate(now);
    const { names } = await TariffBook.open(manager);
    const dated = await termsByAccount(manager, accounts.map(({ id }) => id));
    return new Map(accounts.map((account) => {
      const { householdSize, uses } = termsOn(termsOf(account, dated.get(account.id) ?? []), today);
      return [account.id, { householdSize, tariffName: uses.map(({ tariffCode }) => names.get(tariffCode) ?? tariffCode).join('、') }];
    }));
  }

  /** In the order asked; unknown bills are absent. `today` is the day of payment, on which the late fee depends. */
  async payables(manager: EntityManager, billIds: readonly number[], today: DateString): Promise<Payable[]> {
    const wanted = [...new Set(billIds)];
    if (wanted.length === 0) return [];
    const rows: (Record<string, unknown> & { account_number: string | null })[] = await manager.query(
      `SELECT ${selectList(manager, Bill, 'b', LISTED)}, w.account_number FROM bill b LEFT JOIN water_account w ON w.id = b.account_id WHERE b.id IN (${placesOf(wanted)}) AND b.state <> 'draft'`, wanted,
    );
    const bills = new Map(rows.map((row) => [Number(row['id']), { bill: readRow(manager, Bill, row, LISTED), accountNumber: row.account_number ?? '' }]));
    const disputes = await disputesOf(manager, overdueOf([...bills.values()].map(({ bill }) => bill), today));
    return wanted.flatMap((id) => {
      const known = bills.get(id);
      if (!known) return [];
      const { bill, accountNumber } = known;
      const unpaid = bill.state === 'unpaid';
      return [{
        billId: id, accountId: bill.accountId, accountNumber, state: bill.state, from: bill.fromOn, to: bill.toOn,
        principalFen: unpaid ? principalOf(bill) : 0, lateFeeFen: unpaid ? lateFeeOf(bill, disputes.get(id) ?? [], today).fee : 0,
      }];
    });
  }

  /**
   * Receives the whole or a part of what is open of a bill, as it was decided on `openFen` (its open principal then); false when something
   * else changed that first. What is left goes on growing a late fee from the day after `paidOn`. Posts nothing: who took the money posts it
   * against the account's part of `receivable`.
   */
  async receive(tx: EntityManager, billId: number, by: { openFen: number; principalFen: number; lateFeeFen: number; paymentId: number; paidOn: DateString }, now: Date): Promise<boolean> {
    const whole = by.principalFen === by.openFen;
    const changed = await affectedBy(
      tx,
      `UPDATE bill SET paid_fen = paid_fen + ?, late_fee_paid_fen = late_fee_paid_fen + ?, late_fee_from_on = CASE WHEN late_fee_from_on < ? THEN ? ELSE late_fee_from_on END, late_fee_waived_fen = 0,
         ${whole ? "state = 'paid', payment_id = ?, settled_at = ?, " : ''}version = version + 1 WHERE id = ? AND state = 'unpaid' AND total_fen + adjusted_fen - paid_fen = ?`,
      [by.principalFen, by.lateFeeFen, by.paidOn, by.paidOn, ...(whole ? [by.paymentId, sqlInstant(now)] : []), billId, by.openFen],
    );
    return changed === 1;
  }

  /**
   * What a payment of `paidOn` had paid of a bill is open again; false when less is paid of it, or it was reversed. Its late fee is owed again as it was: the
   * days it was for stay settled, so that it does not grow a second time. Posts nothing.
   */
  async reopen(tx: EntityManager, billId: number, { principalFen, lateFeeFen, paidOn }: { principalFen: number; lateFeeFen: number; paidOn: DateString }): Promise<boolean> {
    const changed = await affectedBy(
      tx,
      `UPDATE bill SET paid_fen = paid_fen - ?, late_fee_paid_fen = late_fee_paid_fen - ?,
         late_fee_waived_fen = late_fee_waived_fen - CASE WHEN late_fee_from_on >= ? THEN ? ELSE 0 END, state = 'unpaid', payment_id = NULL, settled_at = NULL, version = version + 1
       WHERE id = ? AND state IN ('paid', 'unpaid') AND paid_fen >= ? AND late_fee_paid_fen >= ?`,
      [principalFen, lateFeeFen, paidOn, lateFeeFen, billId, principalFen, lateFeeFen],
    );
    return changed === 1;
  }
}

/** Only what is late can have a late fee that a dispute holds. */
const overdueOf = (bills: readonly ListedBill[], today: DateString) => bills.filter(({ state, lateFeeFromOn }) => state === 'unpaid' && lateFeeFromOn < today).map(({ id }) => id);

const cursorAfter = (bill: Pick<Bill, 'id' | 'toOn'>) => Buffer.from(`${bill.toOn} ${bill.id}`).toString('base64url');

function parseCursor(cursor: string): [DateString, number] {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw new Refusal('INVALID_INPUT');
  return [match[1] as string, Number(match[2])];
}
