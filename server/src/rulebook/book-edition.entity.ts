import type { BookKind } from '@shouwen/shared/contract/rulebook';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One edition of a book. Never changed: a ticket can always be explained by the edition it began under (TL-7, TL-9). */
@Entity('book_edition')
@Index('uq_book_edition', ['kind', 'edition'], { unique: true })
export class BookEdition {
  /** Counted over all books by hand, so that of two editions published at once one must look again (books refer to each other). */
  @PrimaryColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 24 }) kind: BookKind;
  /** 1, 2, 3 … within the book. */
  @Column({ type: 'integer' }) edition: number;
  /** JSON. */
  @Column({ type: 'text' }) content: string;
  @Column({ type: 'varchar', length: 200 }) reason: string;
  /** Null: came with the system. */
  @Column({ type: 'integer', nullable: true }) editedBy: number | null;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}
