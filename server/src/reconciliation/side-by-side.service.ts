import { Injectable } from '@nestjs/common';
import type { Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/reconciliation';
import { addDays, type DateString, isDateString, shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In } from 'typeorm';
import { BankDeposit, CashShift } from '../cashier/index.js';
import { sqlInstant } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { ReconciliationDayRow } from './reconciliation.entity.js';

/** No day before it had takings, and the days around it can all be written. */
const FIRST_DAY: DateString = '1970-01-01';
const METHODS = ['wechat', 'card', 'cash'] as const;
type Method = (typeof METHODS)[number];
type Sums = Map<string, number>;
const BOOKS: Record<string, Method> = { 'wechat-clearing': 'wechat', 'card-clearing': 'card', cash: 'cash', 'late-cash': 'cash' };
const STANDS = "'paid', 'credited', 'refunding', 'refunded'";

/**
 * PY-7: what the window, the centre and the bank say of a day's takings. Window: what was taken, by its payments (cash: as counted at the end of
 * the shifts). Centre: the ledger. Bank: the channel's own file; of cash the deposits that the bank has confirmed.
 */
@Injectable()
export class SideBySide {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async page({ cursor, size }: QueryOf<typeof contract.sideBySide>): Promise<Page<contract.SideBySideDay>> {
    const { manager } = this.dataSource;
    const last = cursor ?? shanghaiDate(this.clock.now());
    if (!isDateString(last) || last < FIRST_DAY || last >= '9999') throw new Refusal('INVALID_INPUT', { message: '日期不对，请从最近一天重新查看' });
    const dates = Array.from({ length: size }, (_, i) => addDays(last, -i));
    const from = dates.at(-1) as DateString;
    const [window, centre, bank] = [await windowSums(manager, from, last), await centreSums(manager, from, last), await bankSums(manager, dates)];
    const items = dates.map((date) => ({
      date,
      rows: METHODS.map((method) => {
        const key = `${date} ${method}`;
        const [windowFen, centreFen, bankFen] = [window.get(key) ?? (method === 'cash' ? null : 0), centre.get(key) ?? 0, bank.get(key) ?? null];
        return { method, windowFen, centreFen, bankFen, differs: [windowFen, bankFen].some((fen) => fen !== null && fen !== centreFen) };
      }),
    }));
    const [earlier] = await manager.query('SELECT paid_on FROM payment WHERE paid_on < ? ORDER BY paid_on DESC LIMIT 1', [from]);
    return { items, next: earlier ? addDays(from, -1) : null };
  }
}

const add = (sums: Sums, date: DateString, method: string, fen: string | number) => void sums.set(`${date} ${method}`, (sums.get(`${date} ${method}`) ?? 0) + Number(fen));
const range = (from: DateString, to: DateString) => [sqlInstant(startOfShanghaiDay(from)), sqlInstant(startOfShanghaiDay(addDays(to, 1)))];
const instantOf = (at: string | Date) => (typeof at === 'string' ? new Date(`${at.replace(' ', 'T')}Z`) : at);

async function windowSums(manager: EntityManager, from: DateString, to: DateString): Promise<Sums> {
  const sums: Sums = new Map();
  const paid: { day: string; method: string; fen: string }[] = await manager.query(
    `SELECT paid_on AS day, method, SUM(amount_fen) AS fen FROM payment WHERE paid_on >= ? AND paid_on <= ? AND method IN ('wechat', 'card') AND state IN (${STANDS}) GROUP BY paid_on, method`, [from, to],
  );
  for (const { day, method, fen } of paid) add(sums, day, method, fen);
  const refunds: { at: string | Date; method: string; fen: string }[] = await manager.query("SELECT finished_at AS at, method, amount_fen AS fen FROM payment_refund WHERE finished_at >= ? AND finished_at < ? AND state = 'done' AND method IN ('wechat', 'card')", range(from, to));
  for (const { at, method, fen } of refunds) add(sums, shanghaiDate(instantOf(at)), method, -Number(fen));
  const shifts = await manager.createQueryBuilder(CashShift, 's').where('s.date >= :from AND s.date <= :to AND s.toBankFen IS NOT NULL', { from, to }).getMany();
  for (const { date, toBankFen } of shifts) add(sums, date, 'cash', toBankFen ?? 0);
  return sums;
}

/** The ledger's entries of that day's payments, voids and refunds, by the book the money is in. */
async function centreSums(manager: EntityManager, from: DateString, to: DateString): Promise<Sums> {
  const sums: Sums = new Map();
  const text = (id: string) => (manager.connection.options.type === 'better-sqlite3' ? `CAST(${id} AS TEXT)` : `CAST(${id} AS CHAR)`);
  const books = Object.keys(BOOKS).map((book) => `'${book}'`).join(', ');
  const taken: { day: string; book: string; fen: string }[] = await manager.query(
    `SELECT p.paid_on AS day, l.book AS book, SUM(l.debit_fen - l.credit_fen) AS fen FROM payment p JOIN journal_entry e ON e.cause IN ('payment', 'void') AND e.cause_id = ${text('p.id')}
     JOIN journal_line l ON l.entry_id = e.id WHERE p.paid_on >= ? AND p.paid_on <= ? AND l.book IN (${books}) GROUP BY p.paid_on, l.book`, [from, to],
  );
  for (const { day, book, fen } of taken) add(sums, day, BOOKS[book] as Method, fen);
  const back: { at: string | Date; book: string; fen: string }[] = await manager.query(
    `SELECT r.finished_at AS at, l.book AS book, l.debit_fen - l.credit_fen AS fen FROM payment_refund r JOIN journal_entry e ON e.cause = 'refund' AND e.cause_id = ${text('r.id')}
     JOIN journal_line l ON l.entry_id = e.id WHERE r.finished_at >= ? AND r.finished_at < ? AND l.book IN (${books})`, range(from, to),
  );
  for (const { at, book, fen } of back) add(sums, shanghaiDate(instantOf(at)), BOOKS[book] as Method, fen);
  return sums;
}

async function bankSums(manager: EntityManager, dates: DateString[]): Promise<Sums> {
  const sums: Sums = new Map();
  for (const { source, onDate, sums: day } of await manager.findBy(ReconciliationDayRow, { source: In(['wechat', 'card']), onDate: In(dates) })) if (day) add(sums, onDate, source, day.theirPaidFen - day.theirRefundFen);
  const shifts = await manager.createQueryBuilder(CashShift, 's').innerJoin(BankDeposit, 'd', 'd.id = s.depositId').where('s.date IN (:...dates)', { dates }).andWhere("d.state = 'confirmed'").getMany();
  for (const { date, toBankFen } of shifts) add(sums, date, 'cash', toBankFen ?? 0);
  return sums;
}
