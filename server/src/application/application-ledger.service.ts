import { PassThrough, type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/application';
import { addDays, formatFullInstant, startOfShanghaiDay, ticketNumberOf } from '@shouwen/shared/value';
import { type ApplicationCategory, applicationCategories, applicationResultLabels, applicationStageLabels, categoryLabel } from '@shouwen/shared/vocabulary';
import ExcelJS from 'exceljs';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { rowsById, Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Hall, StaffService, type StaffViewer } from '../staff/index.js';
import { TicketService } from '../ticket/index.js';
import { Application, ApplicationExport } from './application.entity.js';
import { type ApplicationScope, scopeOf, within } from './application-scope.js';

type Filter = QueryOf<typeof contract.applicationFigures>;
const MOST_EXPORTED = 50_000;
const EXPORT_PAGE = 1000;
const columns = [['单号', 14], ['事项', 16], ['营业厅', 18], ['提交时间', 20], ['受理时间', 20], ['办结时间', 20], ['状态', 14], ['结果', 14], ['是否按时', 10], ['档案号', 18]] as const;

/** AP-7: the ledger of applications. It names no resident, so a leader may take it along. */
@Injectable()
export class ApplicationLedgerService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly tickets: TicketService,
    private readonly staff: StaffService,
    private readonly clock: Clock,
  ) {}

  /** The latest filed first. */
  async page(viewer: StaffViewer, { cursor, size, ...filter }: QueryOf<typeof contract.applicationLedger>): Promise<Page<contract.ApplicationLedgerRow>> {
    const { manager } = this.dataSource;
    const select = filtered(manager.createQueryBuilder(Application, 'a'), await scopeOf(manager, this.staff, viewer), filter).orderBy('a.filedAt', 'DESC').addOrderBy('a.ticketId', 'DESC').limit(size + 1);
    if (cursor !== undefined) {
      const [at, id] = cursor.split('.').map(Number);
      if (!Number.isSafeInteger(at) || !Number.isSafeInteger(id)) throw new Refusal('INVALID_INPUT');
      select.andWhere('a.filedAt <= :at AND (a.filedAt < :at OR a.ticketId < :id)', { at: new Date(at!), id });
    }
    const rows = await select.getMany();
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return { items: await this.views(manager, viewer, page), next: rows.length > size && last ? `${last.filedAt.getTime()}.${last.ticketId}` : null };
  }

  /** KP-2: against the promise that all of them are done in time. */
  async figures(viewer: StaffViewer, filter: Filter): Promise<contract.ApplicationFigures> {
    const { manager } = this.dataSource;
    const select = filtered(manager.createQueryBuilder(Application, 'a'), await scopeOf(manager, this.staff, viewer), filter)
      .select('a.category', 'category').addSelect('COUNT(*)', 'total').addSelect('COUNT(a.closedAt)', 'closed')
      .addSelect('SUM(CASE WHEN a.onTime = :yes THEN 1 ELSE 0 END)', 'onTime').setParameter('yes', true)
      .addSelect("SUM(CASE WHEN a.result = 'granted' THEN 1 ELSE 0 END)", 'granted').addSelect("SUM(CASE WHEN a.result = 'refused' THEN 1 ELSE 0 END)", 'refused')
      .groupBy('a.category');
    const rows = (await select.getRawMany<Record<'total' | 'closed' | 'onTime' | 'granted' | 'refused', number | string> & { category: ApplicationCategory }>()).map((row) => ({
      category: row.category, label: categoryLabel(row.category), total: Number(row.total), closed: Number(row.closed), onTime: Number(row.onTime), granted: Number(row.granted), refused: Number(row.refused),
    }));
    rows.sort((a, b) => applicationCategories.indexOf(a.category) - applicationCategories.indexOf(b.category));
    const sum = (what: 'total' | 'closed' | 'onTime' | 'granted' | 'refused') => rows.reduce((whole, row) => whole + row[what], 0);
    return {
      total: sum('total'), closed: sum('closed'), onTime: sum('onTime'), granted: sum('granted'), refused: sum('refused'),
      byCategory: rows.map(({ granted: _, refused: __, ...row }) => row),
    };
  }

  /** XLSX. Recorded before the first byte leaves. Refuses `EXPORT_TOO_LARGE`. */
  async export(viewer: StaffViewer, filter: Filter): Promise<Readable> {
    const { manager } = this.dataSource;
    const rowCount = await filtered(manager.createQueryBuilder(Application, 'a'), await scopeOf(manager, this.staff, viewer), filter).getCount();
    if (rowCount > MOST_EXPORTED) throw new Refusal('EXPORT_TOO_LARGE');
    const recorded = Object.fromEntries(Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined));
    await this.transactions.run((tx) => tx.insert(ApplicationExport, { staffId: viewer.id, filter: recorded, rowCount, at: this.clock.now() }));
    const stream = new PassThrough();
    this.write(stream, viewer, filter).catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
    return stream;
  }

  private async write(stream: PassThrough, viewer: StaffViewer, filter: Filter): Promise<void> {
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
    const sheet = book.addWorksheet('业务申请台账', { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(([header, width]) => ({ header, width }));
    sheet.getRow(1).font = { bold: true };
    const moment = (at: string | null) => (at === null ? '' : formatFullInstant(at));
    for (let cursor: string | undefined; ; ) {
      const page = await this.page(viewer, { ...filter, size: EXPORT_PAGE, cursor });
      for (const row of page.items)
        sheet.addRow([
          row.number, row.label, row.hallName, moment(row.filedAt), moment(row.acceptedAt), moment(row.closedAt), applicationStageLabels[row.stage],
          row.result === null ? '' : applicationResultLabels[row.result], row.onTime === null ? '' : row.onTime ? '是' : '否', row.archiveNumber ?? '',
        ]).commit();
      if (page.next === null) break;
      cursor = page.next;
    }
    sheet.commit();
    await book.commit();
  }

  private async views(manager: EntityManager, viewer: StaffViewer, page: readonly Application[]): Promise<contract.ApplicationLedgerRow[]> {
    const hidden = await this.tickets.hiddenFrom(viewer, page.map((row) => row.ticketId), manager);
    const halls = await rowsById(manager, Hall, page.map((row) => row.hallId));
    return page.filter((row) => !hidden.has(row.ticketId)).map((row) => ({
      number: ticketNumberOf(row.ticketId), label: categoryLabel(row.category), hallName: halls.get(row.hallId)?.name ?? '', filedAt: row.filedAt.toISOString(),
      acceptedAt: row.acceptedAt?.toISOString() ?? null, closedAt: row.closedAt?.toISOString() ?? null, stage: row.stage, result: row.result, onTime: row.onTime, archiveNumber: row.archiveNumber,
    }));
  }
}

/** The viewer's part of the ledger; days are Asia/Shanghai, both included. */
function filtered(select: SelectQueryBuilder<Application>, scope: ApplicationScope, { category, from, to, result, onTime, archiveNumber }: Filter): SelectQueryBuilder<Application> {
  if (from !== undefined && to !== undefined && from > to) throw new Refusal('INVALID_INPUT', { message: '开始日期不能晚于结束日期', fields: [{ path: 'to', message: '不能早于开始日期' }] });
  within(select.where('1 = 1'), scope);
  if (category !== undefined) select.andWhere('a.category = :category', { category });
  if (from !== undefined) select.andWhere('a.filedAt >= :from', { from: startOfShanghaiDay(from) });
  if (to !== undefined) select.andWhere('a.filedAt < :before', { before: startOfShanghaiDay(addDays(to, 1)) });
  if (result !== undefined) select.andWhere('a.result = :result', { result });
  if (onTime !== undefined) select.andWhere('a.onTime = :onTime', { onTime: onTime === 'yes' });
  if (archiveNumber !== undefined && archiveNumber !== '') select.andWhere('a.archiveNumber = :archiveNumber', { archiveNumber });
  return select;
}
