import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { encrypted } from '../database/index.js';

/** A person who signed in through WeChat. The mini-program and the official account give different openids; a unionid joins them. */
@Entity('resident')
@Index('uq_resident_union', ['unionDigest'], { unique: true })
@Index('ix_resident_phone', ['phoneDigest'])
export class Resident {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 64, nullable: true }) unionDigest: string | null;
  @Column({ type: 'text', nullable: true, transformer: encrypted }) phone: string | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) phoneDigest: string | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
}

/** One openid of a resident under one WeChat app. */
@Entity('resident_openid')
@Index('uq_resident_openid', ['via', 'openidDigest'], { unique: true })
@Index('ix_resident_openid_resident', ['residentId'])
export class ResidentOpenid {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) residentId: number;
  @Column({ type: 'varchar', length: 5 }) via: 'weapp' | 'h5';
  @Column({ type: 'varchar', length: 64 }) openidDigest: string;
  @Column({ type: 'text', transformer: encrypted }) openid: string;
}
