import type { Zone } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** A water account (户): whom the company supplies, where, through which meter, at which tariff. */
@Entity('water_account')
@Index('uq_water_account_number', ['accountNumber'], { unique: true })
@Index('ix_water_account_phone', ['phoneDigest'])
@Index('ix_water_account_meter', ['meterNumber'])
export class WaterAccount {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** 户号, 6 to 12 digits. */
  @Column({ type: 'varchar', length: 12 }) accountNumber: string;
  @Column({ type: 'text', transformer: encrypted }) name: string;
  @Column({ type: 'varchar', length: 200 }) address: string;
  @Column({ type: 'varchar', length: 10 }) zone: Zone;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) phone: string | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) phoneDigest: string | null;
  @Column({ type: 'integer' }) householdSize: number;
  @Column({ type: 'varchar', length: 20 }) meterNumber: string;
  @Column({ type: 'varchar', length: 40 }) tariffCode: string;
  @Column({ type: 'integer' }) hallId: number;
}

/** A resident's hold on an account. Unbinding ends it and keeps it (PR-2). */
@Entity('account_binding')
@Index('uq_account_binding_live', ['liveKey'], { unique: true })
@Index('ix_account_binding_resident', ['residentId', 'unboundAt'])
@Index('ix_account_binding_account', ['accountId', 'unboundAt'])
export class AccountBinding {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) residentId: number;
  @Column({ type: 'integer' }) accountId: number;
  /** `resident:account` while bound, null afterwards: one live binding of a pair, any number of ended ones. */
  @Column({ type: 'varchar', length: 30, nullable: true }) liveKey: string | null;
  @Column({ type: 'datetime', precision: 3 }) boundAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) unboundAt: Date | null;
}
