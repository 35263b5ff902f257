import type { PaymentMethod, PaymentState, PaymentVia } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';

/** Money received, or an order for it, and what became of it. Amounts in fen. */
@Entity('payment')
@Index('uq_payment_out_trade_no', ['outTradeNo'], { unique: true })
@Index('uq_payment_transaction', ['transactionId'], { unique: true })
@Index('uq_payment_receipt', ['receiptNumber'], { unique: true })
@Index('uq_payment_open', ['openKey'], { unique: true })
@Index('ix_payment_resident', ['residentId', 'id'])
@Index('ix_payment_paid_on', ['paidOn', 'method', 'id'])
@Index('ix_payment_shift', ['shiftId', 'id'])
@Index('ix_payment_takings', ['paidOn', 'method', 'state', 'hallId', 'cashierId', 'shiftId', 'amountFen'])
@Index('uq_payment_card', ['cardBatch', 'cardReference'], { unique: true })
export class Payment {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** Null for money taken at a counter, or moved by the house itself. */
  @Column({ type: 'integer', nullable: true }) residentId: number | null;
  @Column({ type: 'varchar', length: 10 }) method: PaymentMethod;
  @Column({ type: 'varchar', length: 12 }) state: PaymentState;
  @Column({ type: 'bigint', transformer: bigInteger }) amountFen: number;
  /** Of it, what goes or went back by refunds, never more than there was (I4). */
  @Column({ type: 'bigint', transformer: bigInteger }) refundedFen: number;
  /** Our name for the order at WeChat, 20 to 32 letters and digits; repeated tries keep it. */
  @Column({ type: 'varchar', length: 32 }) outTradeNo: string;
  @Column({ type: 'varchar', length: 8 }) via: PaymentVia;
  @Column({ type: 'varchar', length: 32, nullable: true }) appId: string | null;
  /** Part of the order at WeChat: it must be the same in each repetition. */
  @Column({ type: 'varchar', length: 127 }) description: string;
  @Column({ type: 'varchar', length: 64, nullable: true }) prepayId: string | null;
  /** Digest of payer, channel, bills and amounts while the order is open: there is one open order of a kind. */
  @Column({ type: 'varchar', length: 64, nullable: true }) openKey: string | null;
  /** When the payer was last given the order, from which the questions to WeChat are timed; `generation` counts those times. */
  @Column({ type: 'datetime', precision: 3 }) orderedAt: Date;
  @Column({ type: 'integer' }) generation: number;
  @Column({ type: 'datetime', precision: 3, nullable: true }) askedAt: Date | null;
  @Column({ type: 'varchar', length: 32, nullable: true }) transactionId: string | null;
  /** When WeChat took the money. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) paidAt: Date | null;
  /** The Asia/Shanghai day of `paidAt`. */
  @Column({ type: 'varchar', length: 10, nullable: true }) paidOn: string | null;
  @Column({ type: 'varchar', length: 24, nullable: true }) receiptNumber: string | null;
  /** Who took it, in which shift and hall; null online. */
  @Column({ type: 'integer', nullable: true }) cashierId: number | null;
  @Column({ type: 'integer', nullable: true }) shiftId: number | null;
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  /** Taken after the day's deposit (PY-4). */
  @Column({ type: 'boolean' }) lateBook: boolean;
  /** Cash as it was called out (PY-2). */
  @Column({ type: 'bigint', transformer: bigInteger, nullable: true }) tenderedFen: number | null;
  @Column({ type: 'bigint', transformer: bigInteger, nullable: true }) changeFen: number | null;
  @Column({ type: 'varchar', length: 20, nullable: true }) cardBatch: string | null;
  @Column({ type: 'varchar', length: 40, nullable: true }) cardReference: string | null;
  /** From the account found to the receipt (PY-3). */
  @Column({ type: 'integer', nullable: true }) servedMs: number | null;
  /** What becomes of money for a bill that somebody else settled first; the payer's choice. */
  @Column({ type: 'varchar', length: 8 }) surplus: 'refund' | 'prepay';
  /** What the payer scans at the counter (WeChat Native). */
  @Column({ type: 'varchar', length: 128, nullable: true }) codeUrl: string | null;
  /** Undone in its own shift; of a card with the number of the terminal's reversal. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) voidedAt: Date | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) voidReference: string | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'integer' }) version: number;
}

/** A bill, or a part of it, or money in advance, as it was agreed when the payment was made. */
@Entity('payment_item')
@Index('ix_payment_item_payment', ['paymentId'])
@Index('ix_payment_item_bill', ['billId'])
@Index('ix_payment_item_account', ['accountId', 'id'])
export class PaymentItem {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) paymentId: number;
  @Column({ type: 'varchar', length: 10 }) kind: 'bill' | 'prepayment';
  /** Null for money in advance. */
  @Column({ type: 'integer', nullable: true }) billId: number | null;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'varchar', length: 12 }) accountNumber: string;
  /** The bill's period, Asia/Shanghai dates. */
  @Column({ type: 'varchar', length: 10, nullable: true }) fromOn: string | null;
  @Column({ type: 'varchar', length: 10, nullable: true }) toOn: string | null;
  /** What was open of the bill when the payment was agreed: a part of it is received only while it is still that much. Null for money in advance. */
  @Column({ type: 'bigint', transformer: bigInteger, nullable: true }) openFen: number | null;
  /** Of money in advance all of it. */
  @Column({ type: 'bigint', transformer: bigInteger }) principalFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) lateFeeFen: number;
  /** Null until the payment is applied; false when another payment had settled the bill. */
  @Column({ type: 'boolean', nullable: true }) settled: boolean | null;
  /** Of what it had settled, taken back by refunds and voids: never more than it had (I4). */
  @Column({ type: 'bigint', transformer: bigInteger }) refundedPrincipalFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) refundedLateFeeFen: number;
}

/** Each verified notification of WeChat once, as it came in (its content stays encrypted). */
@Entity('payment_notification')
@Index('uq_payment_notification', ['notificationId'], { unique: true })
export class PaymentNotification {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 64 }) notificationId: string;
  @Column({ type: 'varchar', length: 10 }) kind: 'payment' | 'refund';
  @Column({ type: 'text' }) body: string;
  @Column({ type: 'datetime', precision: 3 }) receivedAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) appliedAt: Date | null;
}
