import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type { SimilarTicket, SimilarTickets, similarToDraft } from '@shouwen/shared/contract/similar';
import { ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, MoreThanOrEqual } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { rowsById } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { RuleBook } from '../rulebook/index.js';
import { SearchIndex, SearchIndexer } from '../search/index.js';
import type { StaffViewer } from '../staff/index.js';
import { type SeenByStaff, type SightNames, Ticket, TicketSight } from '../ticket/index.js';
import { keysNear, keysOfPlace, whereOfTicket } from './near-keys.js';
import { howAlike, type Likeness, type Matter, RECENT_DAYS } from './rules/how-alike.js';
import { whereItIs } from './rules/where-it-is.js';

/** The latest of each key and account that are looked at; who reports a burst is among the last hundred there. */
const LATEST_EACH = 30;
const MOST_ROWS = 120;
const MOST_JUDGED = 40;
const SHOWN = 6;
const DAY = 86_400_000;

/** Tickets that are likely about one matter. Never says whose they are, and nothing the viewer may not see (CP-6, CP-7). */
@Injectable()
export class SimilarService implements OnModuleInit {
  constructor(
    private readonly index: SearchIndex,
    private readonly indexer: SearchIndexer,
    private readonly sight: TicketSight,
    private readonly customers: CustomerService,
    private readonly ruleBook: RuleBook,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.indexer.alsoBy((ticket) => keysOfPlace(ticket, whereOfTicket(ticket)));
  }

  /** Refuses `NOT_FOUND` for a ticket the viewer may not know of. */
  async like(viewer: StaffViewer, ticketId: number): Promise<SimilarTickets> {
    const { manager } = this.dataSource;
    const facts = await this.sight.viewer(manager, viewer);
    const row = await manager.findOneBy(Ticket, { id: ticketId });
    const [seen] = row ? await this.sight.see(manager, facts, [row]) : [];
    if (!seen) throw new Refusal('NOT_FOUND');
    // CP-6: its neighbours would tell where it is.
    if (seen.row.confidential && !seen.mayKnowIdentity) return { items: [] };
    const { link, followers } = seen.fold;
    const together = new Set([ticketId, ...(link ? [link.mainTicketId] : []), ...followers.map((follower) => follower.ticketId)]);
    const labels = labelsOf(await this.categories());
    return this.alike(facts, matterOf(seen.row, labels), together, labels);
  }

  /** For what is being registered now; an account number or category that is not known yet is left out. */
  async likeDraft(viewer: StaffViewer, { category, accountNumber, address, landmark, place }: BodyOf<typeof similarToDraft>): Promise<SimilarTickets> {
    const categories = await this.categories();
    const known = categories.find(({ code }) => code === category);
    if (!known) return { items: [] };
    const facts = await this.sight.viewer(this.dataSource.manager, viewer);
    const account = accountNumber === '' ? null : await this.customers.accountByNumber(accountNumber);
    const where = whereItIs(address, landmark, place);
    return this.alike(facts, { kind: known.kind, category, categoryLabel: known.label, accountId: account?.id ?? null, where, at: this.clock.now() }, new Set(), labelsOf(categories));
  }

  private async alike(facts: Facts, matter: Matter, together: ReadonlySet<number>, labels: Labels): Promise<SimilarTickets> {
    const { manager } = this.dataSource;
    const judged = (await this.near(matter))
      .filter((row) => !together.has(row.id))
      .flatMap((row) => {
        const likeness = howAlike(matter, matterOf(row, labels));
        return likeness ? [{ row, likeness }] : [];
      })
      .sort((a, b) => b.likeness.score - a.likeness.score || b.row.id - a.row.id)
      .slice(0, MOST_JUDGED);
    const seen = await this.sight.see(manager, facts, judged.map(({ row }) => row));
    const shown = seen.filter(({ row, mayKnowIdentity }) => !row.confidential || mayKnowIdentity).slice(0, SHOWN);
    if (shown.length === 0) return { items: [] };
    const names = await this.sight.namesFor(manager, shown.map(({ row }) => row));
    const likeness = new Map(judged.map((found) => [found.row.id, found.likeness]));
    return { items: shown.map((ticket) => view(ticket, likeness.get(ticket.row.id) as Likeness, names)) };
  }

  private async categories() {
    return (await this.ruleBook.current(this.dataSource.manager, 'category')).content;
  }

  /** The latest tickets of the account, and those near by, on the map or in words. Three queries. */
  private async near(matter: Matter): Promise<Ticket[]> {
    const { manager } = this.dataSource;
    const { accountId, where, at } = matter;
    const ids = (await this.index.latest(keysNear(matter, where), LATEST_EACH)).slice(0, MOST_ROWS);
    const byPlace = await rowsById(manager, Ticket, ids);
    const since = new Date(at.getTime() - RECENT_DAYS * DAY);
    const byAccount = accountId === null ? [] : await manager.find(Ticket, { where: { accountId, createdAt: MoreThanOrEqual(since) }, take: LATEST_EACH });
    return [...new Map([...byPlace.values(), ...byAccount].map((row) => [row.id, row])).values()];
  }
}

type Labels = ReadonlyMap<string, string>;
type Facts = Awaited<ReturnType<TicketSight['viewer']>>;

const labelsOf = (categories: readonly { code: string; label: string }[]): Labels => new Map(categories.map(({ code, label }) => [code, label]));

function matterOf(row: Ticket, labels: Labels): Matter {
  return { kind: row.kind, category: row.category, categoryLabel: labels.get(row.category) ?? row.category, accountId: row.accountId, where: whereOfTicket(row), at: row.createdAt };
}

function view({ row, fold }: SeenByStaff, { likeness, reasons }: Likeness, names: SightNames): SimilarTicket {
  return {
    number: ticketNumberOf(row.id), kind: row.kind, categoryLabel: names.categories.get(row.category) ?? row.category, state: fold.state, title: row.title, address: row.address,
    createdAt: row.createdAt.toISOString(), firstResponsibleName: names.staff.get(row.firstResponsibleId)?.name ?? '',
    departmentName: names.departments.get(row.departmentId ?? 0)?.name ?? null, likeness, reasons: [...reasons],
  };
}
