import { Injectable } from '@nestjs/common';
import type { Page, ResponseOf } from '@shouwen/shared/contract';
import type { categories } from '@shouwen/shared/contract/category';
import { bookKinds, bookSchemas, type BookContent, type BookKind, type checkEdition, type Contradiction, type Difference, type EditionItem, type oneEdition } from '@shouwen/shared/contract/rulebook';
import { DataSource, type EntityManager, In, LessThan } from 'typeorm';
import { isDuplicateKey, rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { BookEdition } from './book-edition.entity.js';
import { type Edition, type Frozen, RuleBook } from './rule-book.js';
import { contradictionsOfBook } from './rules/contradictions-of-book.js';
import type { Books } from './rules/contradiction.js';
import { differenceOfEditions } from './rules/difference-of-editions.js';

/** Told in the transaction that publishes. */
export type PublicationHandler<K extends BookKind> = (
  tx: EntityManager,
  publication: { edition: number; before: Frozen<BookContent[K]>; after: BookContent[K]; by: number; now: Date },
) => Promise<void>;

/** MySQL's text holds 65,535 bytes. */
const MOST_BYTES = 60_000;
/** Editions of different books that are published at the same instant are checked one after the other. */
const MOST_MEETINGS = 10;

/** The administrator's side of the rule book: reading, checking and publishing editions. */
@Injectable()
export class RulebookService {
  private readonly handlers: { kind: BookKind; handler: PublicationHandler<BookKind> }[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly ruleBook: RuleBook,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  /** Calls `handler` whenever an edition of `kind` is published; call it in `onModuleInit`. */
  follow<K extends BookKind>(kind: K, handler: PublicationHandler<K>): void {
    this.handlers.push({ kind, handler: handler as PublicationHandler<BookKind> });
  }

  /** The categories people may choose. */
  async categories(): Promise<ResponseOf<typeof categories>> {
    const { edition, content } = await this.ruleBook.current(this.dataSource.manager, 'category');
    const items = content.filter(({ active }) => active).map(({ code, kind, family, label, plainWords, outOfScope }) => ({ code, kind, family, label, plainWords: [...plainWords], outOfScope }));
    return { edition, items };
  }

  async list(): Promise<(EditionItem & { kind: BookKind })[]> {
    const { manager } = this.dataSource;
    const now = await this.ruleBook.currentsNow(manager, bookKinds);
    const rows = await manager.find(BookEdition, { where: bookKinds.map((kind) => ({ kind, edition: now[kind].edition })), select: { id: true, kind: true, edition: true, reason: true, editedBy: true, at: true } });
    const items = await this.items(manager, rows);
    return bookKinds.map((kind) => ({ kind, ...items[rows.findIndex((row) => row.kind === kind)]! }));
  }

  async current(kind: BookKind): Promise<ResponseOf<typeof oneEdition>> {
    return this.one(kind, (await this.ruleBook.currentsNow(this.dataSource.manager, [kind]))[kind].edition);
  }

  /** Newest first. */
  async editions(kind: BookKind, cursor: string | undefined, size: number): Promise<Page<EditionItem>> {
    const { manager } = this.dataSource;
    const before = cursor !== undefined && /^\d{1,9}$/.test(cursor) ? { edition: LessThan(Number(cursor)) } : {};
    const rows = await manager.find(BookEdition, { where: { kind: In([kind]), ...before }, order: { edition: 'DESC' }, take: size + 1, select: { id: true, kind: true, edition: true, reason: true, editedBy: true, at: true } });
    return { items: await this.items(manager, rows.slice(0, size)), next: rows.length > size ? String(rows[size - 1]!.edition) : null };
  }

  /** Refuses `NOT_FOUND`. */
  async one(kind: BookKind, edition: number): Promise<ResponseOf<typeof oneEdition>> {
    const { manager } = this.dataSource;
    const row = await manager.findOneBy(BookEdition, { kind: In([kind]), edition });
    if (!row) throw new Refusal('NOT_FOUND');
    const [item] = await this.items(manager, [row]);
    const content = await this.ruleBook.edition(manager, kind, edition);
    const difference = edition === 1 ? [] : await this.difference(manager, kind, await this.ruleBook.edition(manager, kind, edition - 1), content);
    return { ...item!, kind, content, difference } as ResponseOf<typeof oneEdition>;
  }

  /** What publishing would say; changes nothing. Refuses `INVALID_INPUT` for a content that is no such book, `EDITION_STALE`. */
  async check(kind: BookKind, basedOn: number, content: unknown): Promise<ResponseOf<typeof checkEdition>> {
    const { contradictions, difference } = await this.judged(this.dataSource.manager, kind, basedOn, this.wellFormed(kind, content));
    return { contradictions, difference };
  }

  /** The content as it would be published, with what is in force. Refuses what `publish` refuses, but for `NOTHING_CHANGED`. */
  async judge<K extends BookKind>(kind: K, basedOn: number, content: unknown): Promise<{ before: Frozen<BookContent[K]>; after: BookContent[K] }> {
    const after = this.wellFormed(kind, content);
    const { before, contradictions } = await this.judged(this.dataSource.manager, kind, basedOn, after);
    refuseContradictions(contradictions);
    return { before, after };
  }

  /** A new edition, in force at once. Refuses what `check` refuses, `POLICY_CONTRADICTS` or `CALENDAR_YEAR_MISSING` with the rows at fault, and `NOTHING_CHANGED`. */
  async publish(kind: BookKind, basedOn: number, content: unknown, reason: string, by: StaffViewer): Promise<EditionItem & { difference: Difference[] }> {
    const written = this.wellFormed(kind, content);
    const now = this.clock.now();
    const published = await this.once.run(async (tx) => {
      for (let meeting = 0; meeting < MOST_MEETINGS; meeting++) {
        // Before the books are read: who publishes any of them in between takes this number.
        const id = 1 + ((await tx.maximum(BookEdition, 'id')) ?? 0);
        const { before, contradictions, difference } = await this.judged(tx, kind, basedOn, written);
        refuseContradictions(contradictions);
        if (difference.length === 0 && JSON.stringify(before) === JSON.stringify(written)) throw new Refusal('NOTHING_CHANGED');
        const edition = basedOn + 1;
        try {
          await tx.insert(BookEdition, { id, kind, edition, content: JSON.stringify(written), reason, editedBy: by.id, at: now });
        } catch (error) {
          if (isDuplicateKey(error)) continue;
          throw error;
        }
        for (const follower of this.handlers) if (follower.kind === kind) await follower.handler(tx, { edition, before, after: written, by: by.id, now });
        return { edition, reason, editedBy: by.name, at: now.toISOString(), difference };
      }
      throw new Refusal('BUSY');
    });
    this.ruleBook.published();
    return published;
  }

  private async judged<K extends BookKind>(manager: EntityManager, kind: K, basedOn: number, content: BookContent[K]) {
    const editions = await this.ruleBook.currentsNow(manager, bookKinds);
    const inForce: Edition<K> = editions[kind];
    if (inForce.edition !== basedOn) throw new Refusal('EDITION_STALE');
    const before = Object.fromEntries(bookKinds.map((other) => [other, editions[other].content])) as unknown as Books;
    const contradictions = contradictionsOfBook(kind, { ...before, [kind]: content }, before);
    return { before: inForce.content, contradictions, difference: await this.difference(manager, kind, inForce.content, content) };
  }

  private async difference<K extends BookKind>(manager: EntityManager, kind: K, before: Frozen<BookContent[K]>, after: Frozen<BookContent[K]> | BookContent[K]): Promise<Difference[]> {
    const { content } = await this.ruleBook.current(manager, 'category');
    const labels = Object.fromEntries(content.map(({ code, label }) => [code, label]));
    return differenceOfEditions(kind, before as Books[K], after as Books[K], labels);
  }

  /** The content as its schema reads it. */
  private wellFormed<K extends BookKind>(kind: K, content: unknown): BookContent[K] {
    const result = bookSchemas[kind].safeParse(content);
    if (!result.success) {
      const fields = result.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String).join('.'), message: /[\u4e00-\u9fff]/.test(message) ? message : '填写的内容不正确' }));
      throw new Refusal('INVALID_INPUT', { message: fields[0]?.message, fields });
    }
    if (Buffer.byteLength(JSON.stringify(result.data)) > MOST_BYTES) throw new Refusal('INVALID_INPUT', { message: '内容太多，放不下一版，请精简文字或删去不用的行' });
    return result.data;
  }

  private async items(manager: EntityManager, rows: readonly Pick<BookEdition, 'edition' | 'reason' | 'editedBy' | 'at'>[]): Promise<EditionItem[]> {
    const people = await rowsById(manager, Staff, rows.map((row) => row.editedBy));
    return rows.map(({ edition, reason, editedBy, at }) => ({ edition, reason, editedBy: editedBy === null ? null : (people.get(editedBy)?.name ?? null), at: at.toISOString() }));
  }
}

function refuseContradictions(contradictions: readonly Contradiction[]): void {
  const [first] = contradictions;
  if (first) throw new Refusal(first.code, { rule: first.rule, message: first.message, fields: contradictions.map(({ path, message }) => ({ path, message })) });
}
