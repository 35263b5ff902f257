import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
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
  all(manager: EntityManager = this.dataSource.manager): Promise<PaymentPolicy[]> {
    return manager.find(PaymentPolicy, { order: { fromOn: 'DESC' } });
  }

  /** Whoever calls says who may, and from which day. Fails on its unique key for a day that has one. */
  async publish(tx: EntityManager, fromOn: string, { partOnline, prepaymentLeastFen, prepaymentMostFen, clause }: Omit<PaymentPolicy, 'id' | 'fromOn'>): Promise<void> {
    await tx.insert(PaymentPolicy, { fromOn, partOnline, prepaymentLeastFen, prepaymentMostFen, clause });
  }
}
