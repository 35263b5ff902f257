import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, Like } from 'typeorm';
import { insertAll, insertKeyed } from '../database/index.js';
import type { Book } from './books.js';
import type { Cause } from './causes.js';
import { JournalEntry, JournalLine } from './ledger.entity.js';

/** Fen, at least 0, on one side of a book, or of the subject's part of it. */
export type Posting = { book: Book; subjectId?: number } & ({ debitFen: number; creditFen?: undefined } | { creditFen: number; debitFen?: undefined });

/** An entry may have a line for each account of a bill run's stretch. */
const LINES_OF_STATEMENT = 400;

/** A double-entry journal: nothing is changed or removed, every entry balances, each cause posts once. */
@Injectable()
export class LedgerService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Adds an entry within `tx`. Throws for lines that do not balance (a mistake of the program, never of a person);
   * a second entry of the same cause and id fails on its unique key. Zero lines are left out.
   */
  post(tx: EntityManager, { cause, causeId, at }: { cause: Cause; causeId: string | number; at: Date }, lines: readonly Posting[]): Promise<void> {
    return this.postAll(tx, { cause, at }, [{ causeId, lines }]);
  }

  /** As `post`, many entries of one cause by a handful of statements. */
  async postAll(tx: EntityManager, { cause, at }: { cause: Cause; at: Date }, entries: readonly { causeId: string | number; lines: readonly Posting[] }[]): Promise<void> {
    for (const { causeId, lines } of entries) requireBalance(`${cause} ${causeId}`, lines);
    const kept = entries.map(({ causeId, lines }) => ({ causeId, lines: lines.filter((line) => (line.debitFen ?? line.creditFen) !== 0) })).filter(({ lines }) => lines.length > 0);
    const ids = await insertKeyed(tx, JournalEntry, kept.map(({ causeId }) => ({ cause, causeId: String(causeId), at })), 'causeId', 'cause');
    const rows = kept.flatMap(({ lines }, i) => lines.map(({ book, subjectId = null, debitFen = 0, creditFen = 0 }) => ({ entryId: ids[i] as number, book, subjectId, debitFen, creditFen })));
    for (let from = 0; from < rows.length; from += LINES_OF_STATEMENT) await insertAll(tx, JournalLine, rows.slice(from, from + LINES_OF_STATEMENT));
  }

  /** Whether this cause has posted. */
  has(tx: EntityManager, cause: Cause, causeId: number): Promise<boolean> {
    return tx.existsBy(JournalEntry, { cause, causeId: String(causeId) });
  }

  /** The id of the next entry of a cause that posts in parts: `17:1`, `17:2`, … Of two at once one fails on the unique key. */
  async nextPart(tx: EntityManager, cause: Cause, causeId: number): Promise<string> {
    return `${causeId}:${(await tx.countBy(JournalEntry, { cause, causeId: Like(`${causeId}:%`) })) + 1}`;
  }

  /** Debits minus credits of a book, or of one subject's part of it, in fen. */
  async balance(book: Book, subjectId?: number, manager: EntityManager = this.dataSource.manager): Promise<number> {
    const part = subjectId === undefined ? '' : ' AND subject_id = ?';
    const [row] = await manager.query(`SELECT SUM(debit_fen - credit_fen) AS balance FROM journal_line WHERE book = ?${part}`, subjectId === undefined ? [book] : [book, subjectId]);
    return Number(row.balance ?? 0);
  }
}

function requireBalance(name: string, lines: readonly Posting[]): void {
  let difference = 0;
  for (const { debitFen = 0, creditFen = 0 } of lines) {
    if (!Number.isSafeInteger(debitFen) || !Number.isSafeInteger(creditFen) || debitFen < 0 || creditFen < 0) throw new Error('amounts in the journal are whole fen, at least 0');
    difference += debitFen - creditFen;
  }
  if (difference !== 0) throw new Error(`journal entry ${name} is out of balance by ${difference} fen`);
}
