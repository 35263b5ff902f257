import type { DateString } from '@shouwen/shared/value';
import type { ChargeRuleKind } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Who asked for a version of a rule, who agreed, and why. Never changed. */
@Entity('charge_rule_change')
@Index('uq_charge_rule_change', ['kind', 'fromOn'], { unique: true })
export class ChargeRuleChange {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 20 }) kind: ChargeRuleKind;
  @Column({ type: 'varchar', length: 10 }) fromOn: DateString;
  @Column({ type: 'integer' }) askedById: number;
  @Column({ type: 'integer' }) approvedById: number;
  @Column({ type: 'varchar', length: 200 }) basis: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
