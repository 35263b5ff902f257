import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { affectedBy, insertAll, insertRows, isDuplicateKey, Transactions } from '../database/index.js';
import { Receipt, ReceiptBook } from './receipt.entity.js';
import { counterBookOf, onlineBookOf, onlineBooksOf, receiptNumberOf } from './rules/receipt-number.js';

/** A cashier who has no book is given one of this many numbers: nobody waits at the counter for a book. */
const USUAL_SIZE = 1000;

export type DrawnNumber = Pick<Receipt, 'book' | 'ordinal' | 'receiptNumber'>;

/** PY-10: receipt numbers without gaps per book, each given to one payment. */
@Injectable()
export class ReceiptBooks {
  /** The first of each year's online books that are there. */
  private readonly opened = new Set<string>();
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  /** Lays the year's online books out; to be called before the transaction that draws from one. */
  async prepare(at: Date): Promise<void> {
    const books = onlineBooksOf(at);
    const [first] = books;
    if (first === undefined || this.opened.has(first)) return;
    const there = await this.dataSource.manager.find(ReceiptBook, { where: { book: In(books) }, select: { book: true } });
    const missing = books.filter((book) => !there.some((one) => one.book === book));
    // Another server may lay them out at the same moment.
    if (missing.length > 0) await this.transactions.run((tx) => insertRows(tx, 'receipt_book', ['book', 'last_number'], missing.map((book) => [book, 0]), { skipExisting: true }));
    this.opened.add(first);
  }

  /** The receipt of an online payment. Its book stays locked until `tx` ends, so draw last; a number drawn in a transaction that fails is drawn again. */
  async drawOnline(tx: EntityManager, paymentId: number, at: Date, now: Date): Promise<string> {
    const book = onlineBookOf(at, paymentId);
    const ordinal = await this.next(tx, book);
    if (ordinal === null) throw new Error(`the receipt book ${book} is not laid out`);
    const drawn = { book, ordinal, receiptNumber: receiptNumberOf(book, ordinal) };
    await this.give(tx, drawn, paymentId, null, now);
    return drawn.receiptNumber;
  }

  /** The next number of the cashier's own book, for the payment that `give` names. */
  async drawAtCounter(tx: EntityManager, cashier: { id: number; hallId: number }, now: Date): Promise<DrawnNumber> {
    const used = new Set<string>();
    for (;;) {
      const [current]: { book: string }[] = await tx.query('SELECT book FROM receipt_book WHERE staff_id = ? AND returned_at IS NULL AND last_number < until_number ORDER BY book LIMIT 1', [cashier.id]);
      const book = current && !used.has(current.book) ? current.book : await this.layOut(tx, cashier.id, cashier.hallId, USUAL_SIZE, null, now);
      const ordinal = await this.next(tx, book);
      if (ordinal !== null) return { book, ordinal, receiptNumber: receiptNumberOf(book, ordinal) };
      used.add(book);
    }
  }

  /** Gives a cashier a new book of `size` numbers. Returns its name. */
  async layOut(tx: EntityManager, staffId: number, hallId: number | null, size: number, issuedById: number | null, now: Date): Promise<string> {
    for (;;) {
      const prefix = counterBookOf(now, 0).slice(0, -5);
      const [last]: { book: string | null }[] = await tx.query('SELECT MAX(book) AS book FROM receipt_book WHERE book LIKE ?', [`${prefix}%`]);
      const book = counterBookOf(now, Number(last?.book?.slice(-5) ?? 0) + 1);
      try {
        await insertAll(tx, ReceiptBook, [{ ...newBook(book), staffId, hallId, untilNumber: size, issuedAt: now, issuedById }]);
        return book;
      } catch (error) {
        // Another cashier's book was laid out at the same moment.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  /** The payment was undone in its shift: the number stays given, and is void. */
  async void(tx: EntityManager, paymentId: number, reason: string, now: Date): Promise<void> {
    await tx.update(Receipt, { paymentId, state: 'issued' }, { state: 'void', voidedAt: now, voidReason: reason });
  }

  /** Null when the book is used up, taken back, or not there. One statement: the number comes back with the update. */
  private async next(tx: EntityManager, book: string): Promise<number | null> {
    const open = 'WHERE book = ? AND returned_at IS NULL AND (until_number IS NULL OR last_number < until_number)';
    if (tx.connection.options.type === 'better-sqlite3') {
      const [row]: { last_number: number }[] = await tx.query(`UPDATE receipt_book SET last_number = last_number + 1 ${open} RETURNING last_number`, [book]);
      return row?.last_number ?? null;
    }
    const result: { affectedRows: number; insertId: number } = await tx.query(`UPDATE receipt_book SET last_number = LAST_INSERT_ID(last_number + 1) ${open}`, [book]);
    return result.affectedRows === 1 ? Number(result.insertId) : null;
  }

  /** The number is this payment's for good; in the transaction that drew it. `issuedById`: null online. */
  async give(tx: EntityManager, drawn: DrawnNumber, paymentId: number, issuedById: number | null, now: Date): Promise<void> {
    await insertAll(tx, Receipt, [{ ...drawn, paymentId, state: 'issued', issuedAt: now, issuedById, voidedAt: null, voidReason: null, prints: 0 }]);
  }

  /** The print's ordinal; 1 is the first. */
  async countPrint(tx: EntityManager, receiptNumber: string): Promise<Receipt | null> {
    await affectedBy(tx, 'UPDATE receipt SET prints = prints + 1 WHERE receipt_number = ?', [receiptNumber]);
    return tx.findOneBy(Receipt, { receiptNumber });
  }
}

const newBook = (book: string) => ({ book, lastNumber: 0, staffId: null, hallId: null, untilNumber: null, issuedAt: null, issuedById: null, returnedAt: null });
