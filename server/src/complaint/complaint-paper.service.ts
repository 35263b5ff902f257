import { Injectable } from '@nestjs/common';
import { formatFen, formatFullInstant } from '@shouwen/shared/value';
import { complaintOutcomeLabels, ticketSourceLabels } from '@shouwen/shared/vocabulary';
import ExcelJS from 'exceljs';
import { Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { PrintService } from '../print/index.js';
import type { StaffViewer } from '../staff/index.js';
import { ComplaintExport } from './complaint.entity.js';
import { ComplaintDeskService, type RegisterFilter } from './complaint-desk.service.js';
import { ComplaintYearService } from './complaint-year.service.js';
import { ConsequenceService } from './consequence.service.js';

const MOST_EXPORTED = 50_000;
const EXPORT_PAGE = 500;
const columns = [['单号', 14], ['登记时间', 20], ['营业厅', 18], ['来源', 12], ['类别', 18], ['事由', 36], ['结论', 22], ['办结时间', 20], ['首次响应按时', 12], ['办结按时', 10], ['改类', 30]] as const;

/** What leaves the house on paper or as a sheet: each is recorded (PR-1), and of confidential complaints nothing but the facts (CP-6). */
@Injectable()
export class ComplaintPaperService {
  constructor(
    private readonly desk: ComplaintDeskService,
    private readonly years: ComplaintYearService,
    private readonly sheets: ConsequenceService,
    private readonly print: PrintService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** XLSX of the register. Refuses `EXPORT_TOO_LARGE`. */
  async register(viewer: StaffViewer, filter: RegisterFilter): Promise<Buffer> {
    if ((await this.desk.countRegister(viewer, filter)) > MOST_EXPORTED) throw new Refusal('EXPORT_TOO_LARGE');
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet(`${filter.year} 年投诉登记簿`, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(([header, width]) => ({ header, width }));
    sheet.getRow(1).font = { bold: true };
    const moment = (at: string | null) => (at === null ? '' : formatFullInstant(at));
    const timely = (answer: boolean | null) => (answer === null ? '' : answer ? '是' : '否');
    for (let cursor: string | undefined; ; ) {
      const page = await this.desk.register(viewer, { ...filter, size: EXPORT_PAGE, cursor });
      for (const row of page.items)
        sheet.addRow([
          row.number, moment(row.registeredAt), row.hallName, ticketSourceLabels[row.source], row.categoryLabel, row.confidential ? '（保密）' : row.title,
          row.outcome === null ? '' : complaintOutcomeLabels[row.outcome], moment(row.closedAt), timely(row.answeredInTime), timely(row.resolvedInTime),
          row.left === null ? '' : `${row.left.categoryLabel}${row.confidential ? '' : `：${row.left.reason}`}`,
        ]);
      if (page.next === null) break;
      cursor = page.next;
    }
    await this.recorded(viewer, 'register', filter, sheet.rowCount - 1);
    return Buffer.from(await book.xlsx.writeBuffer());
  }

  /** The year's figures and lessons as PDF. */
  async year(viewer: StaffViewer, year: number): Promise<Buffer> {
    const overview = await this.years.year(viewer, year);
    const at = this.clock.now();
    await this.recorded(viewer, 'year', { year }, overview.total);
    const share = ({ decided, inTime, perMille }: typeof overview.response) => `${inTime} / ${decided}${perMille === null ? '' : `，${perMille / 10}%`}（承诺 ${overview.promisedPerMille / 10}%）`;
    return this.print.pdf({
      title: `${year} 年投诉办理汇总`, footer: `投诉办理汇总 ${year}`, at,
      parts: [
        { kind: 'fields', rows: [
          { label: '登记', value: `${overview.total} 件`, half: true }, { label: '办结', value: `${overview.closed} 件`, half: true },
          { label: '4 小时响应', value: share(overview.response) }, { label: '按时办结', value: share(overview.resolution) }, { label: '改类', value: `${overview.left} 件` },
        ] },
        { kind: 'heading', text: '来源' },
        { kind: 'table', columns: [{ title: '来源', share: 3 }, { title: '件数', share: 1 }], rows: overview.bySource.map(({ source, count }) => [ticketSourceLabels[source], String(count)]), empty: '没有投诉' },
        { kind: 'heading', text: '类别' },
        { kind: 'table', columns: [{ title: '类别', share: 3 }, { title: '件数', share: 1 }, { title: '属实', share: 1 }], rows: overview.byCategory.map(({ label, count, upheld }) => [label, String(count), String(upheld)]), empty: '没有投诉' },
        { kind: 'heading', text: '结论' },
        { kind: 'table', columns: [{ title: '结论', share: 3 }, { title: '件数', share: 1 }], rows: overview.byOutcome.map(({ outcome, count }) => [complaintOutcomeLabels[outcome], String(count)]), empty: '还没有结论' },
        { kind: 'heading', text: '经验教训' },
        { kind: 'table', columns: [{ title: '单号', share: 2 }, { title: '类别', share: 2 }, { title: '教训', share: 6 }], rows: overview.lessons.map(({ number, categoryLabel, lesson }) => [number, categoryLabel, lesson]), empty: '没有可列出的教训' },
        { kind: 'signatures', lines: [{ label: '效能监察' }, { label: '公司领导' }] },
      ],
    });
  }

  /** CP-9: one person's year as PDF. */
  async sheet(viewer: StaffViewer, year: number, staffId: number): Promise<Buffer> {
    const sheet = await this.sheets.sheet(viewer, year, staffId);
    const at = this.clock.now();
    await this.recorded(viewer, 'sheet', { year, staffId }, sheet.rows.length);
    return this.print.pdf({
      title: `${year} 年度投诉考核表`, ...(sheet.hallName === null ? {} : { subtitle: sheet.hallName }), footer: `${sheet.staffName} ${sheet.staffNumber}`, at,
      parts: [
        { kind: 'fields', rows: [
          { label: '姓名', value: sheet.staffName, half: true }, { label: '工号', value: sheet.staffNumber, half: true },
          { label: '属实投诉', value: `${sheet.upheld} 件`, half: true }, { label: '合计', value: `${formatFen(sheet.totalFen)} 元`, half: true },
        ] },
        {
          kind: 'table', empty: '本年度没有记入的投诉',
          columns: [{ title: '单号', share: 2 }, { title: '类别', share: 3 }, { title: '认定时间', share: 3 }, { title: '金额（元）', share: 2 }, { title: '一年三次（元）', share: 2 }, { title: '说明', share: 3 }],
          rows: sheet.rows.map((row) => [row.number, row.categoryLabel, formatFullInstant(row.concludedAt), formatFen(row.caseFen), row.thirdFen === 0 ? '' : formatFen(row.thirdFen), row.note]),
        },
        { kind: 'signatures', lines: [{ label: '效能监察' }, { label: '公司领导' }] },
      ],
    });
  }

  private async recorded(viewer: StaffViewer, what: ComplaintExport['what'], filter: object, rowCount: number): Promise<void> {
    const named = Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
    await this.transactions.run((tx) => tx.insert(ComplaintExport, { staffId: viewer.id, what, filter: named, rowCount, at: this.clock.now() }));
  }
}
