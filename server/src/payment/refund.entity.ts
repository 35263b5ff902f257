import type { RefundMethod, RefundState } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';

/** Money on its way back. At WeChat it keeps its number for ever; `requested` may or may not be known there. Amounts in fen. */
@Entity('payment_refund')
@Index('uq_payment_refund_number', ['outRefundNo'], { unique: true })
@Index('ix_payment_refund_payment', ['paymentId'])
@Index('ix_payment_refund_state', ['state', 'id'])
@Index('ix_payment_refund_shift', ['shiftId'])
@Index('ix_payment_refund_finished', ['finishedAt', 'id'])
export class PaymentRefund {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) paymentId: number;
  @Column({ type: 'varchar', length: 64 }) outRefundNo: string;
  @Column({ type: 'bigint', transformer: bigInteger }) amountFen: number;
  @Column({ type: 'varchar', length: 8 }) method: RefundMethod;
  /** `surplus`: by itself, since another had settled the bill. */
  @Column({ type: 'varchar', length: 10 }) cause: 'surplus' | 'approved';
  @Column({ type: 'varchar', length: 12 }) state: RefundState;
  @Column({ type: 'varchar', length: 200 }) reason: string;
  @Column({ type: 'integer', nullable: true }) hallId: number | null;
  @Column({ type: 'integer', nullable: true }) requestedById: number | null;
  /**
   * WeChat's last word on a refund it could not give: ABNORMAL, CLOSED; REFUSED when it would not take it; BALANCE while there is too little money with
   * WeChat to give it from (it is asked again by itself). It stays when the money then goes another way.
   */
  @Column({ type: 'varchar', length: 10, nullable: true }) trouble: 'ABNORMAL' | 'CLOSED' | 'REFUSED' | 'BALANCE' | null;
  /** Out of whose shift's drawer cash was paid; the number of the card terminal or the bank. */
  @Column({ type: 'integer', nullable: true }) shiftId: number | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) reference: string | null;
  @Column({ type: 'integer', nullable: true }) finishedById: number | null;
  /** By the bank and, late, by WeChat: the payer owes it. */
  @Column({ type: 'boolean' }) givenTwice: boolean;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) finishedAt: Date | null;
}

/** What an approved refund takes back: a bill is open again by so much, or the account has so much less in advance. */
@Entity('payment_refund_part')
@Index('ix_payment_refund_part_refund', ['refundId'])
@Index('ix_payment_refund_part_item', ['itemId'])
export class PaymentRefundPart {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) refundId: number;
  @Column({ type: 'integer' }) itemId: number;
  @Column({ type: 'varchar', length: 10 }) kind: 'bill' | 'prepayment';
  @Column({ type: 'integer', nullable: true }) billId: number | null;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'bigint', transformer: bigInteger }) principalFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) lateFeeFen: number;
}
