import type { PaymentMethod, PaymentState } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';

/** A resident's order to pay bills, and what became of it. Amounts in fen. */
@Entity('payment')
@Index('uq_payment_out_trade_no', ['outTradeNo'], { unique: true })
@Index('uq_payment_transaction', ['transactionId'], { unique: true })
@Index('uq_payment_receipt', ['receiptNumber'], { unique: true })
@Index('uq_payment_open', ['openKey'], { unique: true })
@Index('ix_payment_resident', ['residentId', 'id'])
export class Payment {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) residentId: number;
  @Column({ type: 'varchar', length: 10 }) method: PaymentMethod;
  @Column({ type: 'varchar', length: 12 }) state: PaymentState;
  @Column({ type: 'bigint', transformer: bigInteger }) amountFen: number;
  /** Of it, what goes back because a bill had been settled by someone else. */
  @Column({ type: 'bigint', transformer: bigInteger }) refundFen: number;
  /** Our name for the order at WeChat, 20 to 32 letters and digits; repeated tries keep it. */
  @Column({ type: 'varchar', length: 32 }) outTradeNo: string;
  @Column({ type: 'varchar', length: 5 }) via: 'weapp' | 'h5';
  @Column({ type: 'varchar', length: 32 }) appId: string;
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
  @Column({ type: 'varchar', length: 20, nullable: true }) receiptNumber: string | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'integer' }) version: number;
}

/** A bill in a payment, as it was agreed when the order was made. */
@Entity('payment_item')
@Index('ix_payment_item_payment', ['paymentId'])
@Index('ix_payment_item_bill', ['billId'])
export class PaymentItem {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) paymentId: number;
  @Column({ type: 'integer' }) billId: number;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'varchar', length: 12 }) accountNumber: string;
  /** The bill's period, Asia/Shanghai dates. */
  @Column({ type: 'varchar', length: 10 }) fromOn: string;
  @Column({ type: 'varchar', length: 10 }) toOn: string;
  @Column({ type: 'bigint', transformer: bigInteger }) principalFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) lateFeeFen: number;
  /** Null until the payment is applied; false when another payment had settled the bill. */
  @Column({ type: 'boolean', nullable: true }) settled: boolean | null;
}

/** Money on its way back. `requested` may or may not be known to WeChat: it is asked again under the same number. */
@Entity('payment_refund')
@Index('uq_payment_refund_number', ['outRefundNo'], { unique: true })
@Index('ix_payment_refund_payment', ['paymentId'])
export class PaymentRefund {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) paymentId: number;
  @Column({ type: 'varchar', length: 64 }) outRefundNo: string;
  @Column({ type: 'bigint', transformer: bigInteger }) amountFen: number;
  @Column({ type: 'varchar', length: 12 }) state: 'requested' | 'processing' | 'done' | 'trouble';
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) finishedAt: Date | null;
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

/** PY-10: the last number drawn from each book; moved in the transaction that issues the receipt, so no number is lost. */
@Entity('receipt_book')
export class ReceiptBook {
  @PrimaryColumn({ type: 'varchar', length: 10 }) book: string;
  @Column({ type: 'integer' }) lastNumber: number;
}
