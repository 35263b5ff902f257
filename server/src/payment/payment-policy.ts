import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';

/** What residents may pay online, from a day on. Amounts in fen. */
@Entity('payment_policy')
@Index('uq_payment_policy_from', ['fromOn'], { unique: true })
export class PaymentPolicy {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** Asia/Shanghai. */
  @Column({ type: 'varchar', length: 10 }) fromOn: string;
  /** Whether a part of a bill may be paid; otherwise whole bills only. */
  @Column({ type: 'boolean' }) partOnline: boolean;
  @Column({ type: 'bigint', transformer: bigInteger }) prepaymentLeastFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) prepaymentMostFen: number;
  @Column({ type: 'varchar', length: 200 }) clause: string;
}

@Injectable()
export class PaymentPolicies {
  constructor(private readonly dataSource: DataSource) {}

  /** The policy of a day. */
  async on(day: string): Promise<PaymentPolicy> {
    const [policy] = await this.dataSource.manager.createQueryBuilder(PaymentPolicy, 'p').where('p.fromOn <= :day', { day }).orderBy('p.fromOn', 'DESC').limit(1).getMany();
    if (!policy) throw new Error(`no payment policy on ${day}`);
    return policy;
  }

  /** Newest first. */
  all(): Promise<PaymentPolicy[]> {
    return this.dataSource.manager.find(PaymentPolicy, { order: { fromOn: 'DESC' } });
  }
}
