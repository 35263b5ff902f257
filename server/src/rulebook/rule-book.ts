import { Injectable } from '@nestjs/common';
import type { BookContent, BookKind } from '@shouwen/shared/contract/rulebook';
import type { EntityManager } from 'typeorm';
import { Believed } from '../database/index.js';
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
  /** Editions never change, so what has been read stays right. */
  private readonly contents = new Map<string, unknown>();
  /**
   * Which editions are in force may be a second old, after another server has published: whatever is decided by an edition records its number, so it
   * is right by the edition it names, just as if it had been decided a second earlier; deadlines counted by the calendar before are found by the
   * second walk of the correction (TL-3).
   */
  private readonly inForce = new Believed((manager) => numbersInForce(manager));

  /** The edition in force. No query as a rule. */
  async current<K extends BookKind>(manager: EntityManager, kind: K): Promise<Edition<K>> {
    return (await this.currents(manager, [kind]))[kind];
  }

  /** Several books at once, of the same moment. */
  async currents<K extends BookKind>(manager: EntityManager, kinds: readonly K[]): Promise<{ readonly [P in K]: Edition<P> }> {
    return this.withContents(manager, kinds, await this.inForce.get(manager));
  }

  /** The same as they are at this instant, for whoever publishes. */
  async currentsNow<K extends BookKind>(manager: EntityManager, kinds: readonly K[]): Promise<{ readonly [P in K]: Edition<P> }> {
    return this.withContents(manager, kinds, await numbersInForce(manager));
  }

  /** An edition was published here. */
  published(): void {
    this.inForce.forget();
  }

  private async withContents<K extends BookKind>(manager: EntityManager, kinds: readonly K[], numbers: ReadonlyMap<BookKind, number>): Promise<{ readonly [P in K]: Edition<P> }> {
    const editions: Partial<Record<K, Edition<K>>> = {};
    for (const kind of kinds) {
      const edition = numbers.get(kind);
      if (edition === undefined) throw new Error(`no edition of the book ${kind}`);
      editions[kind] = { edition, content: await this.edition(manager, kind, edition) };
    }
    return editions as { [P in K]: Edition<P> };
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

async function numbersInForce(manager: EntityManager): Promise<ReadonlyMap<BookKind, number>> {
  const rows: { kind: BookKind; edition: number | string }[] = await manager.query('SELECT kind, MAX(edition) AS edition FROM book_edition GROUP BY kind');
  return new Map(rows.map(({ kind, edition }) => [kind, Number(edition)]));
}

const keyOf = (kind: BookKind, edition: number) => `${kind} ${edition}`;

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}
