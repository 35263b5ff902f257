import { PassThrough, type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/report';
import { formatFullInstant } from '@shouwen/shared/value';
import { arrearsAgeLabels, arrearsAges as ages, componentLabels, exceptionKindLabels, paymentMethodLabels, takingsStepLabels } from '@shouwen/shared/vocabulary';
import ExcelJS from 'exceljs';
import { Transactions } from '../database/index.js';
import { Clock } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { ArrearsByAgeService } from './arrears-by-age.service.js';
import { CollectionService } from './collection.service.js';
import { ExceptionService } from './exception.service.js';
import { ReportExport } from './report.entity.js';
import { TakingsService } from './takings.service.js';

type Cell = string | number | null;
interface Sheet {
  name: string;
  columns: readonly (readonly [header: string, width: number])[];
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}
const PAGE = 100;
const yuan = (fen: number) => fen / 100;
const methods = ['cash', 'card', 'wechat'] as const;

/** Each report as a spreadsheet that says under which conditions it was made, when and by whom. Money in yuan, exact to the fen. */
@Injectable()
export class ReportExportService {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly takingsService: TakingsService,
    private readonly arrearsService: ArrearsByAgeService,
    private readonly collectionService: CollectionService,
    private readonly exceptionService: ExceptionService,
  ) {}

  async takings(viewer: StaffViewer, query: QueryOf<typeof contract.takings>): Promise<Readable> {
    const report = await this.takingsService.report(viewer, query);
    const columns = [['', 26], ['笔数', 10], ['金额（元）', 16], ...methods.flatMap((method) => [[`${paymentMethodLabels[method]}笔数`, 12], [`${paymentMethodLabels[method]}（元）`, 16]] as const)] as [string, number][];
    const row = ({ name, count, fen, methods: by }: contract.TakingsRow): Cell[] => [name, count, yuan(fen), ...methods.flatMap((method) => [by[method].count, yuan(by[method].fen)])];
    const total = row({ name: '合计', ...report.total });
    const sheet = (name: string, rows: readonly contract.TakingsRow[]): Sheet => ({ name, columns: columns.map(([header, width], i) => (i === 0 ? [name, width] : [header, width])), rows: [...rows.map(row), total] });
    return this.workbook(viewer, 'takings', query, [
      ['日期', `${report.from} 至 ${report.to}，${takingsStepLabels[report.step]}`], ['营业厅', report.hallName ?? '全部'], ['缴费方式', query.method === undefined ? '全部' : paymentMethodLabels[query.method]],
      ['作废（不计入）', `${report.voided.count} 笔`, yuan(report.voided.fen)], ['预存款抵扣（不计入）', `${report.fromPrepaid.count} 笔`, yuan(report.fromPrepaid.fen)],
    ], [sheet(takingsStepLabels[report.step], report.periods), sheet('营业厅', report.halls), sheet('窗口', report.windows), sheet('收费员', report.cashiers)]);
  }

  async arrears(viewer: StaffViewer, query: QueryOf<typeof contract.arrearsByAge>): Promise<Readable> {
    const report = await this.arrearsService.report(viewer, query.hallId);
    const row = ({ name, bills, fen, ages: by }: contract.ArrearsRow): Cell[] => [name, ...ages.flatMap((age) => [by[age].bills, yuan(by[age].fen)]), bills, yuan(fen)];
    const sheet = (name: string, rows: readonly contract.ArrearsRow[]): Sheet => ({
      name, columns: [[name, 22], ...ages.flatMap((age) => [[`${arrearsAgeLabels[age]}笔数`, 12], [`${arrearsAgeLabels[age]}（元）`, 16]] as [string, number][]), ['逾期笔数', 12], ['逾期合计（元）', 16]], rows: [...rows, report.total].map(row),
    });
    return this.workbook(viewer, 'arrears', query, [['截止日期', report.day], ['营业厅', report.hallName ?? '全部'], ['口径', '未缴本金，不含违约金；逾期合计不含未到期'], ['逾期户数', report.accounts]], [sheet('区域', report.zones), sheet('营业厅', report.halls), sheet('用水性质', report.uses)]);
  }

  async collection(viewer: StaffViewer, query: QueryOf<typeof contract.collection>): Promise<Readable> {
    const report = await this.collectionService.report(viewer, query);
    const components = Object.keys(report.total.components);
    const row = (month: contract.CollectionRow): Cell[] => [
      month.name, month.bills, month.volume, yuan(month.billedFen), yuan(month.adjustedFen), yuan(month.collectedFen), month.rate === null ? null : month.rate / 10_000, yuan(month.lateFeeFen),
      ...components.map((name) => yuan(month.components[name] ?? 0)),
    ];
    return this.workbook(viewer, 'collection', query, [['账期', `${query.fromMonth} 至 ${query.toMonth}`], ['营业厅', report.hallName ?? '全部'], ['统计时间', formatFullInstant(report.asOf)]], [{
      name: '回收率与收入构成',
      columns: [['账期', 12], ['账单数', 10], ['水量（立方米）', 14], ['应收（元）', 16], ['调整（元）', 14], ['已收（元）', 16], ['回收率', 10], ['违约金（元）', 14], ...components.map((name) => [`${componentLabels[name] ?? name}（元）`, 16] as [string, number])],
      rows: [...report.months, report.total].map(row),
    }]);
  }

  async exceptions(viewer: StaffViewer, query: QueryOf<typeof contract.exportExceptions>): Promise<Readable> {
    const first = await this.exceptionService.list(viewer, { ...query, cursor: undefined, size: PAGE });
    const { exceptionService } = this;
    async function* rows(): AsyncGenerator<Cell[]> {
      for (let page = first; ; page = await exceptionService.list(viewer, { ...query, cursor: page.next, size: PAGE })) {
        for (const { label, at, number, method, amountFen, hallName, requestedBy, decidedBy, reason } of page.items)
          yield [label, formatFullInstant(at), number, method === null ? '' : paymentMethodLabels[method], yuan(amountFen), hallName ?? '', requestedBy ?? '', decidedBy ?? '', reason];
        if (page.next === null) return;
      }
    }
    return this.workbook(viewer, 'exceptions', query, [['种类', exceptionKindLabels[query.kind]], ['日期', `${query.from} 至 ${query.to}`]], [{
      name: exceptionKindLabels[query.kind], columns: [['种类', 14], ['时间', 22], ['单号', 30], ['缴费方式', 12], ['金额（元）', 14], ['营业厅', 16], ['申请人', 12], ['审批人', 12], ['原因', 40]], rows: rows(),
    }]);
  }

  /** Recorded before the first byte leaves. */
  private async workbook(viewer: StaffViewer, report: string, query: object, conditions: readonly (readonly Cell[])[], sheets: readonly Sheet[]): Promise<Readable> {
    const now = this.clock.now();
    const filter = Object.fromEntries(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
    await this.transactions.run((tx) => tx.insert(ReportExport, { staffId: viewer.id, report, filter, at: now }));
    const stream = new PassThrough();
    write(stream, [...conditions, ['导出人', `${viewer.name}（${viewer.staffNumber}）`], ['导出时间', formatFullInstant(now)]], sheets).catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
    return stream;
  }
}

async function write(stream: PassThrough, conditions: readonly (readonly Cell[])[], sheets: readonly Sheet[]): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  for (const { name, columns, rows } of sheets) {
    const sheet = book.addWorksheet(name);
    columns.forEach(([header, width], i) => {
      sheet.getColumn(i + 1).width = width;
      if (header.includes('（元）')) sheet.getColumn(i + 1).numFmt = '#,##0.00';
      if (header.includes('率')) sheet.getColumn(i + 1).numFmt = '0.00%';
    });
    sheet.addRow(columns.map(([header]) => header)).font = { bold: true };
    for await (const row of rows) sheet.addRow([...row]).commit();
    sheet.commit();
  }
  const about = book.addWorksheet('统计条件');
  about.getColumn(1).width = 24;
  about.getColumn(2).width = 40;
  for (const row of conditions) about.addRow([...row]).commit();
  about.commit();
  await book.commit();
}
