import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One value sealed with the key this database was begun with, so that another key is noticed before it does harm. */
@Entity('encryption_check')
export class EncryptionCheck {
  @PrimaryColumn({ type: 'integer' }) id: number;
  @Column({ type: 'text' }) sealed: string;
}
