import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ticketEventLabels, type TicketEventType } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, LessThan } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { Transactions } from '../database/index.js';
import { Scheduler } from '../jobs/index.js';
import { Ticket, TicketEventRow, type TicketFold, TicketService, TicketSight, TicketText } from '../ticket/index.js';
import { keyOfScope, keyOfWord } from './index-keys.js';
import { nameSyllables } from './name-syllables.js';
import type { PersonalWords } from './rules/match-ticket.js';
import { scopeOfTicket } from './rules/scope-of-ticket.js';
import { isSearchedText, tokensOfSaid, tokensOfTicket } from './rules/tokens-of-ticket.js';
import { SearchIndex } from './search-index.js';
import { SearchBuild } from './search.entity.js';

const CHUNK = 100;
/** Chunks of one turn: a turn must end well before the next server may take over. */
const CHUNKS_PER_TURN = 50;
const TURN_SECONDS = 15;

/** What else a ticket is to be found by, as another capability wants it: keys of its own. */
export type KeysOfTicket = (ticket: Ticket) => Iterable<string>;

/** Keeps the index in step: in the transaction of every change, and once over the tickets from before it. */
@Injectable()
export class SearchIndexer implements OnModuleInit {
  private readonly logger = new Logger('Search');
  private readonly others: KeysOfTicket[] = [];

  constructor(
    private readonly index: SearchIndex,
    private readonly tickets: TicketService,
    private readonly sight: TicketSight,
    private readonly customers: CustomerService,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    private readonly scheduler: Scheduler,
  ) {}

  onModuleInit(): void {
    this.tickets.follow(Object.keys(ticketEventLabels) as TicketEventType[], async (tx, { ticketId, row, before, after, event, text }) => {
      if (event.type === 'registered') return this.addAll(tx, [row], new Map([[ticketId, after]]));
      const known = before === null ? new Set<string>() : scopeOfTicket(before);
      // A matter of another sort is found by other things.
      const others = event.type === 'recategorised' ? this.keysByOthers(row) : [];
      const keys = [...scopeOfTicket(after)].filter((heading) => !known.has(heading)).map(keyOfScope);
      if (text !== null && isSearchedText(event.type)) keys.push(...[...tokensOfSaid(text)].map(keyOfWord));
      if (keys.length + others.length > 0) await this.index.add(tx, ticketId, [...keys, ...others]);
    });
    this.scheduler.every(TURN_SECONDS, 'search-build', async () => { await this.build(); });
  }

  /** For capabilities that find tickets by more than words; call it in `onModuleInit`. */
  alsoBy(keys: KeysOfTicket): void {
    this.others.push(keys);
  }

  private keysByOthers(row: Ticket): string[] {
    return this.others.flatMap((keys) => [...keys(row)]);
  }

  /** Indexes tickets from before the index, the newest first, chunk by chunk, and goes on where it stopped. Returns how many. */
  async build(): Promise<number> {
    let done = 0;
    for (let chunk = 0; chunk < CHUNKS_PER_TURN; chunk++) {
      const count = await this.transactions.run((tx) => this.buildChunk(tx));
      done += count;
      if (count === 0) break;
    }
    if (done > 0) this.logger.log(`${done} tickets from before the search index were added to it`);
    return done;
  }

  private async buildChunk(tx: EntityManager): Promise<number> {
    const build = await tx.findOneBy(SearchBuild, { name: 'tickets' });
    if (!build || build.below <= 1) return 0;
    const rows = await tx.find(Ticket, { where: { id: LessThan(build.below) }, order: { id: 'DESC' }, take: CHUNK });
    const ids = rows.map((row) => row.id);
    await this.addAll(tx, rows, await this.sight.folds(tx, ids), await searchedTexts(tx, ids));
    const { affected } = await tx.update(SearchBuild, { name: 'tickets', below: build.below }, { below: rows.at(-1)?.id ?? 1 });
    // Another server was first; what both have added is the same.
    return affected === 1 ? rows.length : 0;
  }

  private async addAll(tx: EntityManager, rows: readonly Ticket[], folds: ReadonlyMap<number, TicketFold>, said: ReadonlyMap<number, string[]> = new Map()): Promise<void> {
    const accounts = await this.customers.accountsById(rows.flatMap((row) => row.accountId ?? []), tx);
    await this.index.addAll(tx, rows.map((row) => {
      const fold = folds.get(row.id);
      const words = tokensOfTicket({ title: row.title, description: row.description, personal: personalWordsOf(row, accounts.get(row.accountId ?? 0)?.accountNumber ?? '') });
      const answers = (said.get(row.id) ?? []).flatMap((text) => [...tokensOfSaid(text)]);
      return { ticketId: row.id, keys: [...[...words, ...answers].map(keyOfWord), ...(fold ? [...scopeOfTicket(fold)].map(keyOfScope) : []), ...this.keysByOthers(row)] };
    }));
  }
}

/** What was said on these tickets that a search looks into. Two queries. */
export async function searchedTexts(manager: EntityManager, ticketIds: readonly number[]): Promise<Map<number, string[]>> {
  const said = new Map<number, string[]>();
  if (ticketIds.length === 0) return said;
  const types = (Object.keys(ticketEventLabels) as TicketEventType[]).filter(isSearchedText);
  const entries = await manager.find(TicketEventRow, { select: { id: true, ticketId: true, sequence: true }, where: { ticketId: In([...ticketIds]), type: In(types) } });
  if (entries.length === 0) return said;
  const wanted = new Set(entries.map((entry) => `${entry.ticketId} ${entry.sequence}`));
  const texts = await manager.findBy(TicketText, { ticketId: In([...new Set(entries.map((entry) => entry.ticketId))]) });
  for (const { ticketId, sequence, body } of texts) if (wanted.has(`${ticketId} ${sequence}`)) said.set(ticketId, [...(said.get(ticketId) ?? []), body]);
  return said;
}

export function personalWordsOf(row: Ticket, accountNumber: string): PersonalWords {
  const contactName = row.contactName ?? '';
  return { address: row.address, landmark: row.landmark, contactName, nameSyllables: nameSyllables(contactName), contactPhone: row.contactPhone ?? '', accountNumber };
}
