import { Injectable } from '@nestjs/common';
import type { QueryOf } from '@shouwen/shared/contract';
import type { SearchItem, SearchPage, searchTickets } from '@shouwen/shared/contract/search';
import { DataSource } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { decrypt, encrypt, readRow, selectList } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { type SeenByStaff, Ticket, TicketSight } from '../ticket/index.js';
import { keyOfScope, keyOfWord } from './index-keys.js';
import { type FieldMatch, matchTicket, type SearchedTicket } from './rules/match-ticket.js';
import { type Query, readQuery } from './rules/read-query.js';
import { scopesOfViewer } from './rules/scope-of-ticket.js';
import { type AnyOf, SearchIndex } from './search-index.js';
import { personalWordsOf, searchedTexts } from './search-indexer.service.js';
import { searchItem } from './search.view.js';

/** Tickets that one request proves word by word. */
const MOST_CANDIDATES = 500;
const BATCH = 40;
const LAST_ID = 2 ** 31 - 1;
const SHORTEST = 2;

type Hit = SeenByStaff & { matches: readonly FieldMatch[] };

/**
 * Finds tickets by their words. The index only proposes: each is proven on its own words and put before CP-6 and CP-7. Costs two queries of the index
 * (a third when nothing more is near), two to five for each batch of candidates (one batch as a rule, thirteen at most).
 */
@Injectable()
export class SearchService {
  constructor(
    private readonly index: SearchIndex,
    private readonly sight: TicketSight,
    private readonly customers: CustomerService,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Refuses `SEARCH_TOO_SHORT` for what the index could not know. */
  async search(viewer: StaffViewer, { q, cursor, size }: QueryOf<typeof searchTickets>): Promise<SearchPage> {
    const query = readQuery(q);
    if (query.terms.reduce((length, term) => length + term.letters.length, 0) < SHORTEST || query.tokens.length === 0) throw new Refusal('SEARCH_TOO_SHORT');
    const below = cursor === undefined ? LAST_ID : idIn(cursor);
    const facts = await this.sight.viewer(this.dataSource.manager, viewer);
    const direct = query.ticketId === null ? [] : await this.byNumber(facts, query.ticketId);
    const hits: Hit[] = cursor === undefined ? [...direct] : [];
    const known = new Set(direct.map((hit) => hit.row.id));
    const groups = groupsOf(query, scopesOfViewer({ ...facts, staffIds: [viewer.id, ...facts.standsInFor] }));
    const candidates = await this.index.find(groups, below, MOST_CANDIDATES);
    let next = candidates.next;
    for (let at = 0; at < candidates.ticketIds.length; at += BATCH) {
      const ids = candidates.ticketIds.slice(at, at + BATCH);
      const found = (await this.prove(query, facts, ids)).filter((hit) => !known.has(hit.row.id));
      const room = size - hits.length;
      hits.push(...found.slice(0, room));
      if (found.length < room) continue;
      // The page is full: what was found beyond it is found again.
      const full = found.length > room || at + BATCH < candidates.ticketIds.length || candidates.next !== null;
      next = full ? (hits.at(-1) as Hit).row.id : null;
      break;
    }
    return { items: await this.items(hits), next: next === null ? null : encrypt(String(next)) };
  }

  private async byNumber(facts: Facts, ticketId: number): Promise<Hit[]> {
    const { manager } = this.dataSource;
    const row = await manager.findOneBy(Ticket, { id: ticketId });
    const seen = row ? await this.sight.see(manager, facts, [row]) : [];
    return seen.map((ticket) => ({ ...ticket, matches: [{ field: 'number', text: null, ranges: [] }] }));
  }

  /** Those of the candidates that hold every word typed, in fields the viewer may read, newest first. At most five queries. */
  private async prove(query: Query, facts: Facts, ids: readonly number[]): Promise<Hit[]> {
    const { manager } = this.dataSource;
    const found: Record<string, unknown>[] = await manager.query(`SELECT ${selectList(manager, Ticket, 't')} FROM ticket t WHERE t.id IN (${ids.map(() => '?').join(', ')})`, [...ids]);
    const rows = found.map((raw) => readRow(manager, Ticket, raw)).sort((a, b) => b.id - a.id);
    const accounts = await this.customers.accountsById(rows.flatMap((row) => row.accountId ?? []), manager);
    const words = new Map(rows.map((row) => [row.id, wordsOf(row, accounts.get(row.accountId ?? 0)?.accountNumber ?? '')]));
    const match = (row: Ticket, more: Partial<SearchedTicket>) => matchTicket(query, { ...(words.get(row.id) as SearchedTicket), ...more });
    const said = await searchedTexts(manager, rows.filter((row) => match(row, {}) === null).map((row) => row.id));
    const likely = rows.filter((row) => match(row, { texts: said.get(row.id) ?? [] }) !== null);
    return (await this.sight.see(manager, facts, likely)).flatMap((seen) => {
      const matches = match(seen.row, { texts: said.get(seen.row.id) ?? [], mayKnowIdentity: seen.mayKnowIdentity });
      return matches === null ? [] : [{ ...seen, matches }];
    });
  }

  private async items(hits: readonly Hit[]): Promise<SearchItem[]> {
    if (hits.length === 0) return [];
    const names = await this.sight.namesFor(this.dataSource.manager, hits.map((hit) => hit.row));
    const now = this.clock.now();
    return hits.map((hit) => searchItem(hit, names, now));
  }
}

type Facts = Awaited<ReturnType<TicketSight['viewer']>>;

function wordsOf(row: Ticket, accountNumber: string): SearchedTicket {
  return { title: row.title, description: row.description, texts: [], personal: personalWordsOf(row, accountNumber), mayKnowIdentity: true };
}

/** Long words say more than short ones, and the index need not be asked for all. */
function groupsOf(query: Query, scopes: ReadonlySet<string> | null): AnyOf[] {
  const words = [...query.tokens].sort((a, b) => b.length - a.length).map((token): AnyOf => [keyOfWord(token)]);
  return scopes === null ? words : [[...scopes].map(keyOfScope), ...words];
}

/** A place in the results would name a ticket, perhaps one that the viewer may not know of: it leaves the server unreadable. */
function idIn(cursor: string): number {
  try {
    const id = Number(decrypt(cursor));
    if (Number.isSafeInteger(id)) return id;
  } catch {
    // Falls through: not one of ours.
  }
  throw new Refusal('INVALID_INPUT');
}
