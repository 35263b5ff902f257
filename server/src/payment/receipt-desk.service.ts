import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/payment-desk';
import { DataSource, type EntityManager } from 'typeorm';
import { affectedBy, rowsById, sqlInstant } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { ReceiptBooks } from './receipt-book.js';
import { ReceiptBook } from './receipt.entity.js';
import { receiptNumberOf } from './rules/receipt-number.js';
import { mayLookAt } from './rules/who-sees-payments.js';

/** PY-10: books are issued to cashiers, accounted for, and taken back. */
@Injectable()
export class ReceiptDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly books: ReceiptBooks,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  /** By name, the latest first: the viewer's hall's, or everybody's for those who keep the company's money. */
  async list(viewer: StaffViewer, { staffId, cursor, size }: QueryOf<typeof contract.receiptBooks>): Promise<Page<contract.ReceiptBookItem>> {
    const { manager } = this.dataSource;
    const select = manager.createQueryBuilder(ReceiptBook, 'b').orderBy('b.book', 'DESC').limit(size + 1);
    if (cursor !== undefined) select.andWhere('b.book < :cursor', { cursor });
    if (staffId !== undefined) select.andWhere('b.staffId = :staffId', { staffId });
    if (!mayLookAt(viewer, { hallId: -1 })) select.andWhere('b.hallId = :hallId', { hallId: viewer.hallId });
    const rows = await select.getMany();
    const page = rows.slice(0, size);
    return { items: await this.views(manager, page), next: rows.length > size ? (page.at(-1)?.book ?? null) : null };
  }

  /** Refuses STAFF_NOT_SUITABLE for who does not take money in the viewer's hall. */
  issue(viewer: StaffViewer, { staffId, size }: BodyOf<typeof contract.issueReceiptBook>): Promise<contract.ReceiptBookItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const staff = await tx.findOneBy(Staff, { id: staffId, active: true });
      if (!staff || !mayLookAt(viewer, staff) || !(staff.roles.includes('clerk') || staff.roles.includes('shift-leader'))) throw new Refusal('STAFF_NOT_SUITABLE');
      const book = await this.books.layOut(tx, staffId, staff.hallId, size, viewer.id, now);
      return this.view(tx, book);
    });
  }

  /** Refuses NOT_FOUND, RECEIPT_BOOK_CLOSED. */
  takeBack(viewer: StaffViewer, book: string): Promise<contract.ReceiptBookItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const row = await tx.findOneBy(ReceiptBook, { book });
      if (!row || row.staffId === null || !mayLookAt(viewer, row)) throw new Refusal('NOT_FOUND');
      const taken = await affectedBy(tx, 'UPDATE receipt_book SET returned_at = ? WHERE book = ? AND returned_at IS NULL', [sqlInstant(now), book]);
      if (taken === 0) throw new Refusal('RECEIPT_BOOK_CLOSED');
      return this.view(tx, book);
    });
  }

  private async view(tx: EntityManager, book: string): Promise<contract.ReceiptBookItem> {
    return (await this.views(tx, [await tx.findOneByOrFail(ReceiptBook, { book })]))[0] as contract.ReceiptBookItem;
  }

  private async views(manager: EntityManager, books: readonly ReceiptBook[]): Promise<contract.ReceiptBookItem[]> {
    if (books.length === 0) return [];
    const names = books.map(({ book }) => book);
    const voids: { book: string; n: number | string }[] = await manager.query(`SELECT book, COUNT(*) AS n FROM receipt WHERE state = 'void' AND book IN (${names.map(() => '?').join(', ')}) GROUP BY book`, names);
    const staff = await rowsById(manager, Staff, books.flatMap(({ staffId, issuedById }) => [staffId, issuedById]));
    return books.map((book) => {
      const holder = book.staffId === null ? undefined : staff.get(book.staffId);
      return {
        book: book.book, staff: holder ? { id: holder.id, name: holder.name, staffNumber: holder.staffNumber } : null, hallId: book.hallId, firstNumber: receiptNumberOf(book.book, 1),
        lastNumber: book.untilNumber === null ? null : receiptNumberOf(book.book, book.untilNumber), used: book.lastNumber, voided: Number(voids.find((one) => one.book === book.book)?.n ?? 0),
        left: book.untilNumber === null ? null : book.returnedAt === null ? book.untilNumber - book.lastNumber : 0, issuedAt: book.issuedAt?.toISOString() ?? null,
        issuedBy: book.issuedById === null ? null : (staff.get(book.issuedById)?.name ?? null), returnedAt: book.returnedAt?.toISOString() ?? null,
      };
    });
  }
}
