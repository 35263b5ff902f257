import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** The blind index of water accounts (PR-1): 32 bits of the keyed hash of a word. Whatever it proposes is proven on the account itself. */
@Entity('account_term')
export class AccountTerm {
  @PrimaryColumn({ type: 'integer' }) term: number;
  @PrimaryColumn({ type: 'integer' }) accountId: number;
}

/** Accounts that are new or have changed since they were indexed. */
@Entity('account_to_index')
export class AccountToIndex {
  @PrimaryColumn({ type: 'integer' }) accountId: number;
}

/** Who has seen an account's name, address and telephone in full (PR-1, PR-2). */
@Entity('account_access')
@Index('ix_account_access_account', ['accountId', 'id'])
export class AccountAccess {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) staffId: number;
  @Column({ type: 'integer' }) accountId: number;
  @Column({ type: 'varchar', length: 100 }) reason: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
