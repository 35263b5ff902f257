import { PassThrough, type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/breach';
import { addDays, formatFullInstant, groupTicketNumber, startOfShanghaiDay, ticketNumberOf } from '@shouwen/shared/value';
import { breachKindLabels, breachStateLabels } from '@shouwen/shared/vocabulary';
import ExcelJS from 'exceljs';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { rowsById, Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { NoticeService } from '../notice/index.js';
import { Department, Staff, type StaffViewer } from '../staff/index.js';
import { isLeader, TicketService } from '../ticket/index.js';
import { Breach, BreachExport } from './breach.entity.js';
import { contestUntil, isOwn, oversees, refuseContest, refuseDecision, seesAll } from './rules/breach-lifecycle.js';

type Filter = QueryOf<typeof contract.exportBreaches>;
/** One stretch of one index, so that no list is sorted by the database. */
interface Range {
  where: string;
  parameters: Record<string, unknown>;
}
const MOST_EXPORTED = 20_000;
const EXPORT_PAGE = 500;
const columns = [['种类', 14], ['依据', 50], ['单号', 14], ['责任人', 12], ['工号', 10], ['部门', 16], ['记录时间', 20], ['状态', 12], ['认定理由', 40], ['认定人', 12], ['认定时间', 20]] as const;

/** KP-3: the register as each may see it, contest and decision. */
@Injectable()
export class BreachService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly tickets: TicketService,
    private readonly notices: NoticeService,
    private readonly clock: Clock,
  ) {}

  /** The latest first; pages may be short where CP-7 hides something. */
  async list(viewer: StaffViewer, { cursor, size, ...filter }: QueryOf<typeof contract.breaches>): Promise<Page<contract.BreachItem>> {
    const { manager } = this.dataSource;
    const before = cursor === undefined ? null : Number(cursor);
    if (before !== null && !Number.isSafeInteger(before)) throw new Refusal('INVALID_INPUT');
    const found: Breach[] = [];
    for (const range of rangesOf(viewer, filter.view)) found.push(...(await filtered(manager, range, filter, before).orderBy('b.id', 'DESC').limit(size + 1).getMany()));
    const rows = [...new Map(found.map((row) => [row.id, row])).values()].sort((a, b) => b.id - a.id);
    const page = rows.slice(0, size);
    return { items: await this.items(manager, viewer, page), next: rows.length > size ? String(page.at(-1)?.id) : null };
  }

  /** Refuses `BREACH_CHANGED`, `BREACH_NOT_OPEN`, `FORBIDDEN`; `NOT_FOUND` for what the viewer may not know of. */
  async contest(tx: EntityManager, viewer: StaffViewer, id: number, { version, text }: BodyOf<typeof contract.contestBreach>): Promise<contract.BreachItem> {
    const now = this.clock.now();
    const breach = await this.seen(tx, viewer, id);
    refuse(refuseContest(breach, viewer, now));
    await this.change(tx, breach, version, { state: 'contested', contest: text, contestedById: viewer.id, contestedAt: now });
    for (const staff of await tx.findBy(Staff, { active: true }))
      if (refuseDecision({ ...breach, state: 'contested', contestedById: viewer.id }, staff) === null)
        await this.notices.toStaff(tx, { staffId: staff.id, key: `breach-contest:${id}`, kind: 'breach', ticketId: breach.ticketId, text: `${viewer.name}对一条考核记录（${breachKindLabels[breach.kind]}）提出申诉，请认定` }, now);
    return this.one(tx, viewer, id);
  }

  async decide(tx: EntityManager, viewer: StaffViewer, id: number, { version, outcome, reason }: BodyOf<typeof contract.decideBreach>): Promise<contract.BreachItem> {
    const now = this.clock.now();
    const breach = await this.seen(tx, viewer, id);
    refuse(refuseDecision(breach, viewer));
    await this.change(tx, breach, version, { state: outcome, reason, decidedById: viewer.id, decidedAt: now });
    if (breach.contestedById !== null)
      await this.notices.toStaff(tx, { staffId: breach.contestedById, key: `breach-decided:${id}`, kind: 'breach', ticketId: null, text: `您的申诉（${breachKindLabels[breach.kind]}）已认定：${breachStateLabels[outcome]}` }, now);
    return this.one(tx, viewer, id);
  }

  /** XLSX of what the leader oversees, recorded before the first byte leaves. Refuses `EXPORT_TOO_LARGE`, `FORBIDDEN`. */
  async export(viewer: StaffViewer, filter: Filter): Promise<Readable> {
    const led: Filter = { ...filter, view: 'led' };
    const { manager } = this.dataSource;
    let rowCount = 0;
    for (const range of rangesOf(viewer, 'led')) rowCount += await filtered(manager, range, led, null).getCount();
    if (rowCount > MOST_EXPORTED) throw new Refusal('EXPORT_TOO_LARGE');
    const recorded = Object.fromEntries(Object.entries(led).filter((entry): entry is [string, string] => entry[1] !== undefined));
    await this.transactions.run((tx) => tx.insert(BreachExport, { staffId: viewer.id, filter: recorded, rowCount, at: this.clock.now() }));
    const stream = new PassThrough();
    this.write(stream, viewer, led).catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
    return stream;
  }

  private async write(stream: PassThrough, viewer: StaffViewer, filter: Filter): Promise<void> {
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
    const sheet = book.addWorksheet('考核登记', { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(([header, width]) => ({ header, width }));
    sheet.getRow(1).font = { bold: true };
    for (let cursor: string | undefined; ; ) {
      const page = await this.list(viewer, { ...filter, size: EXPORT_PAGE, cursor });
      for (const row of page.items)
        sheet.addRow([
          breachKindLabels[row.kind], row.clause, row.ticketNumber === null ? '' : groupTicketNumber(row.ticketNumber), row.staffName ?? '', row.staffNumber ?? '', row.departmentName ?? '',
          formatFullInstant(row.at), breachStateLabels[row.state], row.decision?.reason ?? '', row.decision?.by ?? '', row.decision ? formatFullInstant(row.decision.at) : '',
        ]).commit();
      if (page.next === null) break;
      cursor = page.next;
    }
    sheet.commit();
    await book.commit();
  }

  private async seen(tx: EntityManager, viewer: StaffViewer, id: number): Promise<Breach> {
    const breach = await tx.findOneBy(Breach, { id });
    if (!breach || (!isOwn(breach, viewer) && !oversees(breach, viewer))) throw new Refusal('NOT_FOUND');
    if (!isOwn(breach, viewer) && (await this.tickets.hiddenFrom(viewer, [breach.ticketId], tx)).size > 0) throw new Refusal('NOT_FOUND');
    return breach;
  }

  private async change(tx: EntityManager, { id }: Breach, version: number, columns: Partial<Breach>): Promise<void> {
    const { affected } = await tx.update(Breach, { id, version }, { ...columns, version: version + 1 });
    if (affected !== 1) throw new Refusal('BREACH_CHANGED');
  }

  private async one(tx: EntityManager, viewer: StaffViewer, id: number): Promise<contract.BreachItem> {
    const [item] = await this.items(tx, viewer, [await tx.findOneByOrFail(Breach, { id })]);
    if (!item) throw new Refusal('NOT_FOUND');
    return item;
  }

  private async items(manager: EntityManager, viewer: StaffViewer, rows: readonly Breach[]): Promise<contract.BreachItem[]> {
    const hidden = await this.tickets.hiddenFrom(viewer, rows.map((row) => row.ticketId), manager);
    const staff = await rowsById(manager, Staff, rows.flatMap((row) => [row.staffId, row.contestedById, row.decidedById]));
    const departments = await rowsById(manager, Department, rows.map((row) => row.departmentId));
    const now = this.clock.now();
    return rows.filter((row) => !hidden.has(row.ticketId) || isOwn(row, viewer)).map((row) => ({
      id: row.id, kind: row.kind, state: row.state, clause: row.clause, ticketNumber: hidden.has(row.ticketId) ? null : ticketNumberOf(row.ticketId),
      staffName: staff.get(row.staffId ?? 0)?.name ?? null, staffNumber: staff.get(row.staffId ?? 0)?.staffNumber ?? null, departmentName: departments.get(row.departmentId ?? 0)?.name ?? null,
      at: row.at.toISOString(), contestUntil: contestUntil(row.at),
      contest: row.contest === null || row.contestedAt === null ? null : { text: row.contest, by: staff.get(row.contestedById ?? 0)?.name ?? '', at: row.contestedAt.toISOString() },
      decision: row.reason === null || row.decidedAt === null ? null : { reason: row.reason, by: staff.get(row.decidedById ?? 0)?.name ?? '系统', at: row.decidedAt.toISOString() },
      mayContest: refuseContest(row, viewer, now) === null, mayDecide: !hidden.has(row.ticketId) && refuseDecision(row, viewer) === null, version: row.version,
    }));
  }
}

/** Refuses `FORBIDDEN` for what is led by someone who leads nothing. */
function rangesOf(viewer: StaffViewer, view: Filter['view']): Range[] {
  const section = viewer.roles.includes('section-leader') && viewer.departmentId !== null;
  if (view === 'own')
    return [
      { where: 'b.staffId = :me', parameters: { me: viewer.id } },
      ...(section ? [{ where: 'b.departmentId = :department AND b.staffId IS NULL', parameters: { department: viewer.departmentId } }] : []),
    ];
  if (seesAll(viewer)) return [{ where: 'b.id > 0', parameters: {} }];
  const ranges = isLeader(viewer)
    ? [
        ...(viewer.hallId === null ? [] : [{ where: 'b.hallId = :hall', parameters: { hall: viewer.hallId } }]),
        ...(viewer.departmentId === null ? [] : [{ where: 'b.departmentId = :department', parameters: { department: viewer.departmentId } }]),
      ]
    : [];
  if (ranges.length === 0) throw new Refusal('FORBIDDEN');
  return ranges;
}

function filtered(manager: EntityManager, { where, parameters }: Range, { kind, state, from, to }: Filter, before: number | null): SelectQueryBuilder<Breach> {
  if (from !== undefined && to !== undefined && from > to) throw new Refusal('INVALID_INPUT', { message: '开始日期不能晚于结束日期', fields: [{ path: 'to', message: '不能早于开始日期' }] });
  const select = manager.createQueryBuilder(Breach, 'b').where(where, parameters);
  if (before !== null) select.andWhere('b.id < :before', { before });
  if (kind !== undefined) select.andWhere('b.kind = :kind', { kind });
  if (state !== undefined) select.andWhere('b.state = :state', { state });
  if (from !== undefined) select.andWhere('b.at >= :from', { from: startOfShanghaiDay(from) });
  if (to !== undefined) select.andWhere('b.at < :after', { after: startOfShanghaiDay(addDays(to, 1)) });
  return select;
}

function refuse(refusal: ReturnType<typeof refuseContest>): void {
  if (refusal) throw new Refusal(refusal.code, { rule: 'KP-3', message: refusal.why });
}
