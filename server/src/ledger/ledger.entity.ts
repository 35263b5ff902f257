import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { bigInteger } from '../database/index.js';
import type { Book } from './books.js';
import type { Cause } from './causes.js';

/** One balanced posting. Rows are only ever added; a correction is a new entry. */
@Entity('journal_entry')
@Index('uq_journal_entry_cause', ['cause', 'causeId'], { unique: true })
export class JournalEntry {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  /** What caused it, once. */
  @Column({ type: 'varchar', length: 20 }) cause: Cause;
  @Column({ type: 'varchar', length: 60 }) causeId: string;
  @Column({ type: 'datetime', precision: 3 }) at: Date;
}

/** Fen on one side of one book. */
@Entity('journal_line')
@Index('ix_journal_line_entry', ['entryId'])
@Index('ix_journal_line_book', ['book', 'subjectId'])
export class JournalLine {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) entryId: number;
  @Column({ type: 'varchar', length: 40 }) book: Book;
  /** Whose part of the book: an account, a shift, a deposit; null where the book has no parts. */
  @Column({ type: 'integer', nullable: true }) subjectId: number | null;
  @Column({ type: 'bigint', transformer: bigInteger }) debitFen: number;
  @Column({ type: 'bigint', transformer: bigInteger }) creditFen: number;
}
