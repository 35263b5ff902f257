import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { ReceiptBook } from './payment.entity.js';
import { receiptBookOf, receiptNumberOf } from './rules/receipt-number.js';

/** PY-10: receipt numbers without gaps per book. */
@Injectable()
export class ReceiptBooks {
  private readonly opened = new Set<string>();
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  /** Lays the year's book out; to be called before the transaction that draws from it. */
  async prepare(at: Date): Promise<void> {
    const book = receiptBookOf(at);
    if (this.opened.has(book)) return;
    if (!(await this.dataSource.manager.existsBy(ReceiptBook, { book }))) {
      await this.transactions.run((tx) => tx.insert(ReceiptBook, { book, lastNumber: 0 })).catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
      });
    }
    this.opened.add(book);
  }

  /** The next number. The book's row stays locked until `tx` ends, so draw last; a number drawn in a transaction that fails is drawn again. */
  async draw(tx: EntityManager, at: Date): Promise<string> {
    const book = receiptBookOf(at);
    const { affected } = await tx.createQueryBuilder().update(ReceiptBook).set({ lastNumber: () => 'last_number + 1' }).where({ book }).execute();
    if (!affected) throw new Error(`the receipt book ${book} is not laid out`);
    return receiptNumberOf(book, (await tx.findOneByOrFail(ReceiptBook, { book })).lastNumber);
  }
}
