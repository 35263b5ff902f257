import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** PY-10: a book of receipt numbers and the last one drawn; moved in the transaction that issues the receipt, so no number is lost. */
@Entity('receipt_book')
@Index('ix_receipt_book_staff', ['staffId', 'book'])
export class ReceiptBook {
  @PrimaryColumn({ type: 'varchar', length: 10 }) book: string;
  @Column({ type: 'integer' }) lastNumber: number;
  /** The cashier it was issued to; null for the books of online payments. */
  @Column({ type: 'integer', nullable: true }) staffId: number | null;
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  /** Its last number; null for online books, which have no end. */
  @Column({ type: 'integer', nullable: true }) untilNumber: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) issuedAt: Date | null;
  /** Null for a book the house laid out by itself. */
  @Column({ type: 'integer', nullable: true }) issuedById: number | null;
  /** Taken back: what was left in it is cancelled. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) returnedAt: Date | null;
}

/** A number of a book, given to a payment for good: a void keeps it (PY-10). */
@Entity('receipt')
@Index('uq_receipt_number', ['receiptNumber'], { unique: true })
@Index('uq_receipt_ordinal', ['book', 'ordinal'], { unique: true })
@Index('uq_receipt_payment', ['paymentId'], { unique: true })
export class Receipt {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 10 }) book: string;
  @Column({ type: 'integer' }) ordinal: number;
  @Column({ type: 'varchar', length: 24 }) receiptNumber: string;
  @Column({ type: 'integer' }) paymentId: number;
  @Column({ type: 'varchar', length: 8 }) state: 'issued' | 'void';
  @Column({ type: 'datetime', precision: 3 }) issuedAt: Date;
  @Column({ type: 'integer', nullable: true }) issuedById: number | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) voidedAt: Date | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) voidReason: string | null;
  @Column({ type: 'integer' }) prints: number;
}
