import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/application';
import { type DateString, shanghaiDate, ticketNumberOf } from '@shouwen/shared/value';
import { categoryLabel, insideClocks } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { isDuplicateKey, rowsById, Transactions } from '../database/index.js';
import { Clock, Once } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { Staff, StaffService, type StaffViewer } from '../staff/index.js';
import { type Ticket, TicketClockRow, TicketService } from '../ticket/index.js';
import { Application, ApplicationCheck } from './application.entity.js';
import { recordsOf } from './application-record.js';
import { type ApplicationScope, scopeOf, within } from './application-scope.js';
import { ApplicationViews, rowOrRefuse, ticketIdOrRefuse, valuesIn } from './application.view.js';
import { wednesdayOf } from './rules/check-falls-on-wednesday.js';
import { requestedBesideApproved } from './rules/requested-beside-approved.js';

const LISTS_SHOWN = 8;
/** More than windows return in a month; an older list is still reached by its day. */
const ITEMS_SHOWN = 300;

/** AP-4: once a week everything that came back to the windows is checked: time, and whether what was approved is what was asked for. */
@Injectable()
export class WeeklyCheckService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly scheduler: Scheduler,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly tickets: TicketService,
    private readonly staff: StaffService,
    private readonly views: ApplicationViews,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(300, 'application.weekly-check', () => this.makeDue());
  }

  /** The list of the last Wednesday, if nobody made it yet; on several servers at once, and after any downtime, it is made once. */
  async makeDue(): Promise<void> {
    const now = this.clock.now();
    const day = wednesdayOf(now);
    if (await this.dataSource.manager.existsBy(ApplicationCheck, { day })) return;
    try {
      await this.transactions.run((tx) => fill(tx, { day, madeAt: now, madeById: null }));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // another server made it
    }
  }

  /** By hand, on any day: what came back since stands on today's list, too. */
  make(viewer: StaffViewer): Promise<{ added: number }> {
    const now = this.clock.now();
    return this.once.run(async (tx) => ({ added: await fill(tx, { day: shanghaiDate(now), madeAt: now, madeById: viewer.id }) }));
  }

  async overview(viewer: StaffViewer, { day }: QueryOf<typeof contract.weeklyCheck>): Promise<ResponseOf<typeof contract.weeklyCheck>> {
    const { manager } = this.dataSource;
    const scope = await scopeOf(manager, this.staff, viewer);
    const lists = await manager.find(ApplicationCheck, { order: { day: 'DESC' }, take: LISTS_SHOWN });
    const shown = day === undefined ? lists[0] : ((await manager.findOneBy(ApplicationCheck, { day })) ?? undefined);
    const select = () => within(manager.createQueryBuilder(Application, 'a').where('1 = 1'), scope);
    const rows = shown ? [
      ...(await select().andWhere('a.stage = :ready AND a.checkId < :id', { ready: 'ready', id: shown.id }).orderBy('a.ticketId').limit(ITEMS_SHOWN).getMany()),
      ...(await select().andWhere('a.checkId = :id', { id: shown.id }).orderBy('a.ticketId').limit(ITEMS_SHOWN).getMany()),
    ] : [];
    const tickets = await this.views.seen(manager, viewer, rows.map((row) => row.ticketId));
    return {
      lists: await this.listViews(manager, lists, scope),
      items: await this.items(manager, rows.filter((row) => tickets.has(row.ticketId)), tickets),
      waiting: await select().andWhere('a.stage = :ready AND a.checkId IS NULL', { ready: 'ready' }).getCount(),
    };
  }

  sign(viewer: StaffViewer, number: string, { version, matches, difference }: BodyOf<typeof contract.signComparison>): Promise<contract.CheckItem> {
    const ticketId = ticketIdOrRefuse(number);
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      await rowOrRefuse(tx, ticketId);
      const ticket = await this.tickets.act(tx, ticketId, version, { type: 'sign-comparison', matches, difference }, { kind: 'staff', id: viewer.id }, now);
      const [item] = await this.items(tx, [await rowOrRefuse(tx, ticketId)], new Map([[ticketId, ticket]]));
      return item!;
    });
  }

  private async listViews(manager: EntityManager, lists: readonly ApplicationCheck[], scope: ApplicationScope): Promise<contract.CheckList[]> {
    if (lists.length === 0) return [];
    const select = manager.createQueryBuilder(Application, 'a').select('a.checkId', 'checkId').addSelect('COUNT(*)', 'items').addSelect('COUNT(a.comparedAt)', 'signed')
      .where('a.checkId IN (:...ids)', { ids: lists.map((list) => list.id) });
    const counted = await within(select, scope).groupBy('a.checkId').getRawMany<{ checkId: number; items: number | string; signed: number | string }>();
    const people = await rowsById(manager, Staff, lists.map((list) => list.madeById));
    return lists.map(({ id, day, madeAt, madeById }) => {
      const count = counted.find((row) => Number(row.checkId) === id);
      return { id, day, madeAt: madeAt.toISOString(), madeBy: people.get(madeById ?? 0)?.name ?? null, items: Number(count?.items ?? 0), signed: Number(count?.signed ?? 0) };
    });
  }

  private async items(manager: EntityManager, rows: readonly Application[], tickets: ReadonlyMap<number, Ticket>): Promise<contract.CheckItem[]> {
    const ids = rows.map((row) => row.ticketId);
    const now = this.clock.now();
    const records = await recordsOf(manager, ids);
    const lists = await rowsById(manager, ApplicationCheck, rows.map((row) => row.checkId));
    const clocks = ids.length === 0 ? [] : await manager.findBy(TicketClockRow, { ticketId: In(ids) });
    const late = new Set(clocks.filter((clock) => !insideClocks.includes(clock.clock) && (clock.state === 'missed' || (clock.state === 'running' && clock.dueAt !== null && clock.dueAt <= now))).map((clock) => clock.ticketId));
    return rows.map((row) => {
      const ticket = tickets.get(row.ticketId);
      return {
        number: ticketNumberOf(row.ticketId), label: categoryLabel(row.category), title: ticket?.title ?? '', readyAt: (row.readyAt ?? row.filedAt).toISOString(),
        day: lists.get(row.checkId ?? 0)?.day ?? shanghaiDate(now), onTime: row.onTime ?? !late.has(row.ticketId), result: row.result ?? 'granted',
        rows: requestedBesideApproved(row.category, valuesIn(row.requested), valuesIn(row.approved)), signed: records.get(row.ticketId)?.comparison ?? null, version: ticket?.version ?? 0,
      };
    });
  }
}

/** The list of a day with everything returned that stands on none; answers how much was added. */
async function fill(tx: EntityManager, list: { day: DateString; madeAt: Date; madeById: number | null }): Promise<number> {
  const before = list.madeById === null ? null : await tx.findOneBy(ApplicationCheck, { day: list.day });
  const checkId = before?.id ?? ((await tx.insert(ApplicationCheck, list)).identifiers[0] as { id: number }).id;
  const { affected } = await tx.update(Application, { stage: 'ready', checkId: IsNull() }, { checkId });
  return affected ?? 0;
}
