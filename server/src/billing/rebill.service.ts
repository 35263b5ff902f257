import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DateString, formatFen, formatFullInstant, shanghaiDate } from '@shouwen/shared/value';
import { type EntityManager, In, IsNull, LessThan, MoreThanOrEqual, Not } from 'typeorm';
import { CustomerService, type WaterAccount } from '../customer/index.js';
import { insertRows, isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Outbox } from '../jobs/index.js';
import { LedgerService, type Posting, revenueOf } from '../ledger/index.js';
import { NoticeService } from '../notice/index.js';
import { readingOf, termsByAccount } from './bill-facts.js';
import { billColumns, billRow } from './bill-rows.js';
import { BillFollowers } from './bill-followers.js';
import { Bill, BillDispute, MeterReading } from './billing.entity.js';
import { PrepaidService } from './prepaid.service.js';
import { Rebilling, type RebillingCause } from './rebilling.entity.js';
import { type BilledReading, isBillFault, planBill, type PlannedBill, saysTheSame } from './rules/plan-bill.js';
import type { AccountTerms } from './rules/terms-of-account.js';
import { TariffBook } from './tariff-book.js';

const RECHECK = 'billing.recheck';
/** Longer than a transaction lives that began before a correction. */
const RECHECK_AFTER_MS = 20_000;

/** Why bills are worked out anew, as it is kept (PR-2). */
export interface RebillCause {
  cause: RebillingCause;
  /** The reading that was put right; null where it was something else. */
  readingOrdinal: number | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string;
  byStaffId: number | null;
}
/** What bills would rest on besides what is on record. */
export interface OtherFacts {
  /** In place of the one with its ordinal. */
  reading?: BilledReading;
  /** Of a day that has none yet. */
  terms?: AccountTerms;
}
export interface Rebilled {
  voidedBillIds: number[];
  issuedBillIds: number[];
  /** What had been paid of the reversed bills, late fees included: the account's prepayment now. */
  creditedFen: number;
}

/**
 * PY-9: a wrong bill is never changed. It is reversed, in the books too, and a new one is issued; what had been paid becomes the account's
 * prepayment, and the new bills are paid out of it. Everything in the transaction of what caused it.
 */
@Injectable()
export class RebillService implements OnModuleInit {
  constructor(
    private readonly ledger: LedgerService,
    private readonly prepaid: PrepaidService,
    private readonly customers: CustomerService,
    private readonly notices: NoticeService,
    private readonly followers: BillFollowers,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(RECHECK, ({ accountId, ordinal }) => this.recheck(Number(accountId), Number(ordinal)));
  }

  /**
   * Works out anew every bill of readings from `fromOrdinal` on, forward to the last; those that would say something else are reversed and issued
   * again. Refuses `READING_OUT_OF_ORDER` and `TARIFF_NOT_IN_FORCE` where no bill can be made, `BILL_CHANGED` when somebody else moved one of the bills. A
   * second work of this kind on the same account at once fails on a unique key and is to be repeated.
   */
  async rebill(tx: EntityManager, account: WaterAccount, fromOrdinal: number, why: RebillCause, now: Date, { force = false }: { force?: boolean } = {}): Promise<Rebilled> {
    const differing = await this.differing(tx, account, fromOrdinal, shanghaiDate(now), force);
    const reversed: { bill: Bill; planned: PlannedBill }[] = [];
    for (const { bill, planned } of differing) {
      if (bill.state === 'draft') await this.redraft(tx, bill, planned);
      else reversed.push({ bill, planned });
    }
    const redrafted = differing.filter(({ bill }) => bill.state === 'draft').map(({ bill, planned }) => ({ draft: bill, planned }));
    if (redrafted.length > 0) await this.followers.redrafted(tx, redrafted);
    let creditedFen = 0;
    for (const { bill } of reversed) creditedFen += await this.reverse(tx, bill, why.reason, now);
    const issued: number[] = [];
    for (const { bill, planned } of reversed) issued.push(await this.issueAgain(tx, bill, planned, now));
    if (reversed.length > 0) await this.prepaid.payOpenBills(tx, [account.id], now);
    const rebilled = { voidedBillIds: reversed.map(({ bill }) => bill.id), issuedBillIds: issued, creditedFen };
    const number = await this.record(tx, account.id, why, rebilled, now);
    // A bill that was being made of the old facts at this very moment is not among those above.
    await this.outbox.add(tx, RECHECK, `${account.id}.${number}`, { accountId: account.id, ordinal: fromOrdinal }, now, new Date(now.getTime() + RECHECK_AFTER_MS));
    if (reversed.length > 0) await this.tell(tx, account, reversed, rebilled, why, now);
    return rebilled;
  }

  /** Does nothing while every bill says what its readings and terms say. */
  private async recheck(accountId: number, fromOrdinal: number): Promise<void> {
    const now = this.clock.now();
    const why: RebillCause = { cause: 'reading', readingOrdinal: null, before: null, after: null, reason: '更正时正在出的账单，按更正后的资料重出', byStaffId: null };
    try {
      await this.transactions.run(async (tx) => {
        const account = await this.customers.accountById(accountId, tx);
        if (!account || (await this.differing(tx, account, fromOrdinal, shanghaiDate(now), false)).length === 0) return;
        await this.rebill(tx, account, fromOrdinal, why, now);
      });
    } catch (error) {
      // Somebody else has just worked on the account, and left a recheck of their own.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** What other facts would do to bills that were issued, of readings from `fromOrdinal` on: how many, and what they come to before and after, in fen. Refuses as `rebill` does. */
  async wouldChange(manager: EntityManager, account: WaterAccount, fromOrdinal: number, instead: OtherFacts, now: Date): Promise<{ count: number; beforeFen: number; afterFen: number }> {
    const issued = (await this.differing(manager, account, fromOrdinal, shanghaiDate(now), false, instead)).filter(({ bill }) => bill.state !== 'draft');
    return { count: issued.length, beforeFen: issued.reduce((sum, { bill }) => sum + bill.totalFen, 0), afterFen: issued.reduce((sum, { planned }) => sum + planned.totalFen, 0) };
  }

  /** Reverses the account's latest bill and makes no other: its reading waits to be billed again. Refuses `LATER_BILL_EXISTS`, `BILL_NOT_OPEN`. */
  async reverseOnly(tx: EntityManager, account: WaterAccount, bill: Bill, why: RebillCause, now: Date): Promise<Rebilled> {
    if (bill.state !== 'unpaid' && bill.state !== 'paid') throw new Refusal('BILL_NOT_OPEN');
    if (await tx.existsBy(Bill, { accountId: account.id, readingOrdinal: MoreThanOrEqual(bill.readingOrdinal + 1), state: Not('void') })) throw new Refusal('LATER_BILL_EXISTS');
    const creditedFen = await this.reverse(tx, bill, why.reason, now);
    const rebilled = { voidedBillIds: [bill.id], issuedBillIds: [], creditedFen };
    await this.record(tx, account.id, why, rebilled, now);
    await this.tell(tx, account, [{ bill, planned: null }], rebilled, why, now);
    return rebilled;
  }

  private async differing(tx: EntityManager, account: WaterAccount, fromOrdinal: number, today: DateString, force: boolean, instead: OtherFacts = {}): Promise<{ bill: Bill; planned: PlannedBill }[]> {
    const bills = await tx.find(Bill, { where: { accountId: account.id, readingOrdinal: MoreThanOrEqual(fromOrdinal), state: Not('void') }, order: { readingOrdinal: 'ASC' } });
    const first = bills[0];
    if (!first) return [];
    const book = await TariffBook.open(tx);
    const known = (await termsByAccount(tx, [account.id])).get(account.id) ?? [];
    const terms = instead.terms ? [...known, instead.terms] : known;
    const before = await tx.findOne(Bill, { where: { accountId: account.id, readingOrdinal: LessThan(first.readingOrdinal), state: Not('void') }, order: { readingOrdinal: 'DESC' } });
    const rows = await tx.find(MeterReading, { where: { accountId: account.id, ordinal: MoreThanOrEqual(before?.readingOrdinal ?? 1) }, order: { ordinal: 'ASC' } });
    const readings: BilledReading[] = rows.map((row) => (row.ordinal === instead.reading?.ordinal ? instead.reading : readingOf({ account_id: row.accountId, ordinal: row.ordinal, read_on: row.readOn, value: row.value, kind: row.kind, next_value: row.nextValue })));
    let base = readings[0]?.ordinal ?? 1;
    let yearVolume = before?.yearVolume ?? 0;
    const differing: { bill: Bill; planned: PlannedBill }[] = [];
    for (const bill of bills) {
      const between = readings.filter(({ ordinal }) => ordinal >= base && ordinal <= bill.readingOrdinal);
      const readOn = between.at(-1)?.readOn ?? today;
      const planned = planBill(book, { account, terms, readings: between, yearVolume, dueFrom: readOn > today ? readOn : today });
      if (isBillFault(planned)) throw planned.fault === 'no-price' ? new Refusal('TARIFF_NOT_IN_FORCE') : new Refusal('READING_OUT_OF_ORDER', { message: `读数小于 ${planned.on} 的读数 ${planned.before}，请核对` });
      if ((force && bill === first) || !saysTheSame(planned, bill)) differing.push({ bill, planned });
      base = bill.readingOrdinal;
      yearVolume = planned.yearVolume;
    }
    return differing;
  }

  /** In a run's review a bill is nobody's yet: it is worked out again where it stands. */
  private async redraft(tx: EntityManager, bill: Bill, planned: PlannedBill): Promise<void> {
    const { readingOrdinal: _, dueOn: __, ...columns } = planned;
    const { affected } = await tx.update(Bill, { id: bill.id, state: 'draft', version: bill.version }, { ...columns, segments: columns.segments && [...columns.segments], meterChanges: columns.meterChanges && [...columns.meterChanges], components: { ...columns.components }, version: bill.version + 1 });
    if (affected !== 1) throw new Refusal('BILL_CHANGED');
  }

  /** Guarded by the version it was decided on. Returns what had been paid. */
  private async reverse(tx: EntityManager, bill: Bill, reason: string, now: Date): Promise<number> {
    const { affected } = await tx.update(Bill, { id: bill.id, version: bill.version, state: bill.state }, { state: 'void', voidReason: reason.slice(0, 200), version: bill.version + 1 });
    if (affected !== 1) throw new Refusal('BILL_CHANGED');
    const paidFen = bill.paidFen + bill.lateFeePaidFen;
    await this.ledger.post(tx, { cause: 'bill-void', causeId: bill.id, at: now }, reversalOf(bill));
    if (paidFen > 0) await this.prepaid.add(tx, bill.accountId, paidFen);
    await this.followers.reversed(tx, [bill.id], now);
    return paidFen;
  }

  private async issueAgain(tx: EntityManager, bill: Bill, planned: PlannedBill, now: Date): Promise<number> {
    const origin = { accountId: bill.accountId, revision: bill.revision + 1, runId: null, replacesBillId: bill.id, draft: false, settledOn: null };
    await insertRows(tx, 'bill', billColumns, [billRow(planned, origin, now)]);
    const { id } = await tx.findOneOrFail(Bill, { select: { id: true }, where: { accountId: bill.accountId, readingOrdinal: bill.readingOrdinal, revision: origin.revision } });
    await this.ledger.post(tx, { cause: 'bill', causeId: id, at: now }, chargeOf(bill.accountId, planned.components));
    // What was disputed still is, under its new number.
    const today = shanghaiDate(now);
    const open = await tx.findBy(BillDispute, { billId: bill.id, toOn: IsNull() });
    if (open.length > 0) {
      await tx.update(BillDispute, { id: In(open.map((dispute) => dispute.id)) }, { toOn: today });
      await tx.insert(BillDispute, open.map(({ ticketId }) => ({ billId: id, ticketId, fromOn: today, toOn: null })));
    }
    return id;
  }

  /** One row for each; two at once of one account cannot both have the next number. */
  private async record(tx: EntityManager, accountId: number, why: RebillCause, rebilled: Rebilled, now: Date): Promise<number> {
    const last = await tx.findOne(Rebilling, { select: { id: true, number: true }, where: { accountId }, order: { number: 'DESC' } });
    const number = (last?.number ?? 0) + 1;
    await tx.save(Rebilling, { accountId, number, ...why, reason: why.reason.slice(0, 200), ...rebilled, at: now });
    return number;
  }

  private async tell(tx: EntityManager, account: WaterAccount, reversed: readonly { bill: Bill; planned: PlannedBill | null }[], { issuedBillIds, voidedBillIds, creditedFen }: Rebilled, why: RebillCause, now: Date): Promise<void> {
    const before = reversed.reduce((fen, { bill }) => fen + bill.totalFen, 0);
    const after = reversed.reduce((fen, { planned }) => fen + (planned?.totalFen ?? 0), 0);
    const note = creditedFen > 0 ? `已付${formatFen(creditedFen)}元转为预存` : `原${formatFen(before)}元已作废`;
    const billId = issuedBillIds.at(-1) ?? voidedBillIds.at(-1);
    for (const residentId of (await this.customers.residentsOf([account.id], tx)).get(account.id) ?? [])
      await this.notices.toResident(tx, {
        residentId, purpose: 'bill', key: `rebill:${voidedBillIds[0]}:${residentId}`, page: `bill/detail/index?id=${billId}`,
        fields: { number: account.accountNumber, amount: formatFen(after), at: formatFullInstant(now), note: why.cause === 'reversal' && issuedBillIds.length === 0 ? '账单已作废，' + note : `账单已更正，${note}` },
      }, now);
  }
}

/** What issuing a bill posts: the account owes it, it is earned by component. */
export function chargeOf(accountId: number, components: Readonly<Record<string, number>>): Posting[] {
  const total = Object.values(components).reduce((sum, fen) => sum + fen, 0);
  return [{ book: 'receivable', subjectId: accountId, debitFen: total }, ...Object.entries(components).map(([component, creditFen]): Posting => ({ book: revenueOf(component), creditFen }))];
}

/** Every entry about the bill turned round; what was paid of it, late fees included, is the account's money with us. */
function reversalOf(bill: Bill): Posting[] {
  const { accountId: subjectId, adjustedFen, paidFen, lateFeePaidFen } = bill;
  const adjusted: Posting[] = adjustedFen < 0
    ? [{ book: 'receivable', subjectId, debitFen: -adjustedFen }, { book: 'adjustment', creditFen: -adjustedFen }]
    : [{ book: 'adjustment', debitFen: adjustedFen }, { book: 'receivable', subjectId, creditFen: adjustedFen }];
  return [
    ...Object.entries(bill.components).map(([component, debitFen]): Posting => ({ book: revenueOf(component), debitFen })), { book: 'receivable', subjectId, creditFen: bill.totalFen },
    ...adjusted,
    { book: 'receivable', subjectId, debitFen: paidFen }, { book: 'late-fee', debitFen: lateFeePaidFen }, { book: 'prepaid', subjectId, creditFen: paidFen + lateFeePaidFen },
  ];
}

/** Whoever loses a race for an account's bills decides anew on what the winner left. */
const ATTEMPTS = 8;
export async function decidedAnew<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const overtaken = isDuplicateKey(error) || (error instanceof Refusal && error.code === 'BILL_CHANGED');
      if (!overtaken || attempt === ATTEMPTS) throw error;
    }
  }
}
