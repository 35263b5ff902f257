import { Injectable } from '@nestjs/common';
import type { BookContent, BookKind } from '@shouwen/shared/contract/rulebook';
import type { EntityManager } from 'typeorm';
import { BookEdition } from './book-edition.entity.js';

export interface Edition<K extends BookKind> {
  readonly edition: number;
  readonly content: Frozen<BookContent[K]>;
}
/** Shared between requests: nobody may change it. */
export type Frozen<T> = T extends string ? T : T extends object ? { readonly [P in keyof T]: Frozen<T[P]> } : T;

/** A book is a few kilobytes. */
const MOST_KEPT = 500;

/** What is in force, and what was. Every reader of a rule that an administrator edits asks here. */
@Injectable()
export class RuleBook {
  /** Editions never change, so what has been read stays right; what is current is asked each time, another server may have published. */
  private readonly contents = new Map<string, unknown>();

  /** The edition in force. One indexed query once its content is known here. */
  async current<K extends BookKind>(manager: EntityManager, kind: K): Promise<Edition<K>> {
    return (await this.currents(manager, [kind]))[kind];
  }

  /** Several books at once, by one indexed query. */
  async currents<K extends BookKind>(manager: EntityManager, kinds: readonly K[]): Promise<{ readonly [P in K]: Edition<P> }> {
    // By hand: this is asked with every registration, and the query builder costs more than the query.
    const rows: { kind: K; edition: number | string }[] = await manager.query(
      `SELECT kind, MAX(edition) AS edition FROM book_edition WHERE kind IN (${kinds.map(() => '?').join(', ')}) GROUP BY kind`, [...kinds],
    );
    const numbers = rows.map(({ kind, edition }) => [kind, Number(edition)] as const);
    const missing = numbers.filter(([kind, edition]) => !this.contents.has(keyOf(kind, edition)));
    if (missing.length > 0) {
      const found = await manager.find(BookEdition, { where: missing.map(([kind, edition]) => ({ kind, edition })) });
      for (const row of found) this.keep(row);
    }
    const found = Object.fromEntries(numbers.map(([kind, edition]) => [kind, { edition, content: this.contents.get(keyOf(kind, edition)) }]));
    for (const kind of kinds) if (!(kind in found)) throw new Error(`no edition of the book ${kind}`);
    return found as { [P in K]: Edition<P> };
  }

  /** What an edition said. Throws when there is none: editions are named by those who kept them. */
  async edition<K extends BookKind>(manager: EntityManager, kind: K, edition: number): Promise<Frozen<BookContent[K]>> {
    const key = keyOf(kind, edition);
    if (!this.contents.has(key)) this.keep(await manager.findOneByOrFail(BookEdition, { kind: kind as BookKind, edition }));
    return this.contents.get(key) as Frozen<BookContent[K]>;
  }

  private keep({ kind, edition, content }: BookEdition): void {
    const oldest = this.contents.keys().next();
    if (this.contents.size >= MOST_KEPT && !oldest.done) this.contents.delete(oldest.value);
    this.contents.set(keyOf(kind, edition), deepFrozen(JSON.parse(content)));
  }
}

const keyOf = (kind: BookKind, edition: number) => `${kind} ${edition}`;

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}
