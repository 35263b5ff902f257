import { PassThrough, type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Page, QueryOf } from '@shouwen/shared/contract';
import type { exportFirstInquiryRegister, firstInquiryRegister, firstInquiryRegisterPaper, RegisterEntry } from '@shouwen/shared/contract/ticket-desk';
import { addDays, daysBetween, formatFullDate, formatFullInstant, groupTicketNumber, maskName, maskPhone, startOfShanghaiDay, ticketNumberOf } from '@shouwen/shared/value';
import { ticketSourceLabels, ticketStateLabels } from '@shouwen/shared/vocabulary';
import ExcelJS from 'exceljs';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { PrintService } from '../print/index.js';
import { Hall, type StaffViewer } from '../staff/index.js';
import { RegisterExport } from './first-inquiry-register.entity.js';
import type { ActorFacts } from './rules/ticket-types.js';
import { isLeader } from './rules/who-may-see.js';
import { TicketSight, type SeenByStaff } from './ticket-sight.service.js';
import { Ticket, TicketText } from './ticket.entity.js';
import { withoutExcludedTickets } from './without-excluded.js';

const RESULT_LENGTH = 120;
const STEP = 100;
const MOST_PRINTED = 500;
const MOST_EXPORTED = 20_000;
const MOST_DAYS = 366;

/** Whose line of the register a viewer sees: of a hall, of its complaints, or their own. */
interface Scope {
  hallId: number | null;
  complaintsOnly: boolean;
  answersFor: readonly number[] | null;
}

/** FI-5: the first-inquiry register, a view over the tickets: each way out passes `maySee` and hides what CP-6 and PR-1 hide. */
@Injectable()
export class FirstInquiryRegister {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly sight: TicketSight,
    private readonly print: PrintService,
    private readonly clock: Clock,
  ) {}

  /** Of one day, in the order of registration. */
  async page(viewer: StaffViewer, { date, hallId, cursor, size }: QueryOf<typeof firstInquiryRegister>): Promise<Page<RegisterEntry>> {
    const { manager } = this.dataSource;
    const facts = await this.sight.viewer(manager, viewer);
    return this.stretch(manager, facts, await this.scopeOf(manager, facts, hallId), { from: date, to: date, cursor, size });
  }

  /** PDF of a day. Refuses `EXPORT_TOO_LARGE`. */
  async paper(viewer: StaffViewer, { date, hallId }: QueryOf<typeof firstInquiryRegisterPaper>): Promise<Buffer> {
    const { manager } = this.dataSource;
    const facts = await this.sight.viewer(manager, viewer);
    const scope = await this.scopeOf(manager, facts, hallId);
    const entries: RegisterEntry[] = [];
    for await (const entry of this.all(manager, facts, scope, date, date)) {
      if (entries.length === MOST_PRINTED) throw new Refusal('EXPORT_TOO_LARGE', { message: `一次最多打印 ${MOST_PRINTED} 条，请导出表格` });
      entries.push(entry);
    }
    const hall = scope.hallId === null ? null : await manager.findOneBy(Hall, { id: scope.hallId });
    return this.print.pdf({
      title: '首问登记表', subtitle: `${hall?.name ?? '本人首问负责'}　${formatFullDate(date)}`, footer: `共 ${entries.length} 件`, at: this.clock.now(),
      parts: [{
        kind: 'table', empty: '当天没有登记',
        columns: [{ title: '单号、时间', share: 2.1 }, { title: '姓名、电话', share: 1.9 }, { title: '地址', share: 2.4 }, { title: '事项', share: 2.8 }, { title: '首问责任人', share: 1.5 }, { title: '结果', share: 2.6 }],
        rows: entries.map((entry) => [
          `${groupTicketNumber(entry.number)}\n${formatFullInstant(entry.registeredAt).slice(-5)} ${ticketSourceLabels[entry.source]}`, [entry.contactName, entry.contactPhone].filter(Boolean).join('\n'), addressOf(entry),
          `${entry.categoryLabel}\n${entry.matter}`, `${entry.firstResponsibleName}\n${entry.firstResponsibleNumber}`, resultOf(entry),
        ]),
      }],
    });
  }

  /** PDF of one ticket. Refuses `NOT_FOUND` (CP-6, CP-7). */
  async slip(viewer: StaffViewer, ticketId: number): Promise<Buffer> {
    const { manager } = this.dataSource;
    const facts = await this.sight.viewer(manager, viewer);
    const row = await manager.findOneBy(Ticket, { id: ticketId });
    const [entry] = row ? await this.entries(manager, await this.sight.see(manager, facts, [row])) : [];
    if (!entry) throw new Refusal('NOT_FOUND');
    return this.print.pdf({
      title: '首问登记单', footer: `单号 ${groupTicketNumber(entry.number)}`, at: this.clock.now(),
      parts: [
        { kind: 'fields', rows: [
          { label: '单号', value: groupTicketNumber(entry.number), half: true }, { label: '登记时间', value: formatFullInstant(entry.registeredAt), half: true },
          { label: '来源', value: ticketSourceLabels[entry.source], half: true }, { label: '类别', value: entry.categoryLabel, half: true },
          { label: '姓名', value: entry.contactName || '未留', half: true }, { label: '电话', value: entry.contactPhone || '未留', half: true },
          { label: '地址', value: addressOf(entry) }, { label: '事由', value: entry.matter },
          { label: '首问责任人', value: `${entry.firstResponsibleName}（工号 ${entry.firstResponsibleNumber}）`, half: true }, { label: '承办部门', value: entry.departmentName ?? '首问责任人自办', half: true },
          { label: '处理结果', value: resultOf(entry) },
        ] },
        { kind: 'signatures', lines: [{ label: '首问责任人' }, { label: '负责人' }] },
      ],
    });
  }

  /** XLSX of some days. Recorded before the first byte leaves (PR-1). Refuses `EXPORT_TOO_LARGE`. */
  async export(viewer: StaffViewer, { from, to, hallId }: QueryOf<typeof exportFirstInquiryRegister>): Promise<Readable> {
    if (from > to) throw new Refusal('INVALID_INPUT', { message: '开始日期不能晚于结束日期', fields: [{ path: 'to', message: '不能早于开始日期' }] });
    if (daysBetween(from, to) >= MOST_DAYS) throw new Refusal('EXPORT_TOO_LARGE', { message: '一次最多导出一年，请缩小日期范围' });
    const { manager } = this.dataSource;
    const facts = await this.sight.viewer(manager, viewer);
    const scope = await this.scopeOf(manager, facts, hallId);
    const rowCount = await this.within(manager, facts, scope, from, to).getCount();
    if (rowCount > MOST_EXPORTED) throw new Refusal('EXPORT_TOO_LARGE', { message: '超过 2 万条，请缩小日期范围再导出' });
    await this.transactions.run((tx) => tx.insert(RegisterExport, { staffId: viewer.id, hallId: scope.hallId, fromDay: from, toDay: to, rowCount, at: this.clock.now() }));
    const stream = new PassThrough();
    this.write(stream, manager, facts, scope, from, to).catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
    return stream;
  }

  private async write(stream: PassThrough, manager: EntityManager, facts: ActorFacts, scope: Scope, from: string, to: string): Promise<void> {
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
    const sheet = book.addWorksheet('首问登记表', { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = ([['单号', 14], ['登记时间', 20], ['来源', 10], ['类别', 16], ['姓名', 10], ['电话', 14], ['地址', 30], ['事由', 36], ['首问责任人', 12], ['工号', 8], ['承办部门', 14], ['状态', 14], ['处理结果', 50], ['办结时间', 20]] as const)
      .map(([header, width]) => ({ header, width }));
    sheet.getRow(1).font = { bold: true };
    for await (const entry of this.all(manager, facts, scope, from, to))
      sheet.addRow([
        entry.number, formatFullInstant(entry.registeredAt), ticketSourceLabels[entry.source], entry.categoryLabel, entry.contactName, entry.contactPhone, addressOf(entry), entry.matter,
        entry.firstResponsibleName, entry.firstResponsibleNumber, entry.departmentName ?? '', ticketStateLabels[entry.state], entry.result, entry.closedAt ? formatFullInstant(entry.closedAt) : '',
      ]).commit();
    sheet.commit();
    await book.commit();
  }

  private async *all(manager: EntityManager, facts: ActorFacts, scope: Scope, from: string, to: string): AsyncGenerator<RegisterEntry> {
    for (let cursor: string | undefined; ; ) {
      const page: Page<RegisterEntry> = await this.stretch(manager, facts, scope, { from, to, cursor, size: STEP });
      yield* page.items;
      if (page.next === null) return;
      cursor = page.next;
    }
  }

  private async stretch(manager: EntityManager, facts: ActorFacts, scope: Scope, { from, to, cursor, size }: { from: string; to: string; cursor: string | undefined; size: number }): Promise<Page<RegisterEntry>> {
    const select = this.within(manager, facts, scope, from, to).orderBy('t.createdAt').addOrderBy('t.id').limit(size + 1);
    if (cursor !== undefined) {
      const [at, id] = cursor.split('.').map(Number);
      if (!Number.isSafeInteger(at) || !Number.isSafeInteger(id)) throw new Refusal('INVALID_INPUT');
      select.andWhere('t.createdAt >= :after AND (t.createdAt > :after OR t.id > :id)', { after: new Date(at as number), id });
    }
    const rows = await select.getMany();
    const shown = rows.slice(0, size);
    const last = shown.at(-1);
    return { items: await this.entries(manager, await this.sight.see(manager, facts, shown)), next: rows.length > size && last ? `${last.createdAt.getTime()}.${last.id}` : null };
  }

  /** One stretch of one index. */
  private within(manager: EntityManager, facts: ActorFacts, { hallId, complaintsOnly, answersFor }: Scope, from: string, to: string): SelectQueryBuilder<Ticket> {
    const select = manager.createQueryBuilder(Ticket, 't').where('t.createdAt >= :from AND t.createdAt < :until', { from: startOfShanghaiDay(from), until: startOfShanghaiDay(addDays(to, 1)) });
    if (hallId !== null) select.andWhere('t.hallId = :hallId', { hallId });
    if (complaintsOnly) select.andWhere("t.kind = 'complaint'");
    if (answersFor !== null) select.andWhere('t.firstResponsibleId IN (:...answersFor)', { answersFor: [...answersFor] });
    return withoutExcludedTickets(select, 't.id', facts);
  }

  /** Leaders their hall's, the company's leaders any hall's, the supervisor complaints of any hall, everyone else what they answer for. */
  private async scopeOf(manager: EntityManager, viewer: ActorFacts, hallId: number | undefined): Promise<Scope> {
    const anyHall = async () => hallId ?? viewer.hallId ?? (await manager.find(Hall, { order: { id: 'ASC' }, take: 1 }))[0]?.id ?? null;
    if (viewer.roles.includes('company-leader')) return { hallId: await anyHall(), complaintsOnly: false, answersFor: null };
    if (isLeader(viewer) && viewer.hallId !== null) {
      if (hallId !== undefined && hallId !== viewer.hallId) throw new Refusal('FORBIDDEN', { rule: 'PR-1', message: '只能查看本厅的登记表' });
      return { hallId: viewer.hallId, complaintsOnly: false, answersFor: null };
    }
    if (viewer.roles.includes('supervisor')) return { hallId: await anyHall(), complaintsOnly: true, answersFor: null };
    return { hallId: null, complaintsOnly: false, answersFor: [viewer.id ?? 0, ...viewer.standsInFor] };
  }

  private async entries(manager: EntityManager, seen: readonly SeenByStaff[]): Promise<RegisterEntry[]> {
    if (seen.length === 0) return [];
    const names = await this.sight.namesFor(manager, seen.map(({ row }) => row));
    const answers = seen.flatMap(({ row, fold, mayKnowIdentity }) => (fold.answer && mayKnowIdentity ? [{ ticketId: row.id, sequence: fold.answer.sequence }] : []));
    const texts = answers.length === 0 ? [] : await manager.find(TicketText, { where: answers });
    const answerOf = new Map(texts.map(({ ticketId, body }) => [ticketId, body]));
    return seen.map(({ row, fold, mayKnowIdentity }) => {
      const first = names.staff.get(row.firstResponsibleId);
      const result = answerOf.get(row.id) ?? '';
      return {
        number: ticketNumberOf(row.id), registeredAt: row.createdAt.toISOString(), source: row.source, category: row.category, categoryLabel: names.categories.get(row.category) ?? row.category, matter: row.title,
        contactName: mayKnowIdentity ? maskName(row.contactName ?? '') : '保密', contactPhone: mayKnowIdentity ? maskPhone(row.contactPhone ?? '') : '保密',
        address: mayKnowIdentity ? row.address : '保密', landmark: mayKnowIdentity ? row.landmark : '',
        firstResponsibleName: first?.name ?? '', firstResponsibleNumber: first?.staffNumber ?? '', departmentName: names.departments.get(row.departmentId ?? 0)?.name ?? null, state: fold.state,
        result: result.length > RESULT_LENGTH ? `${result.slice(0, RESULT_LENGTH)}…` : result, closedAt: row.closedAt?.toISOString() ?? null,
      };
    });
  }
}

const addressOf = ({ address, landmark }: Pick<RegisterEntry, 'address' | 'landmark'>) => (landmark === '' ? address : `${address}（${landmark}）`);
const resultOf = ({ state, result }: RegisterEntry) => [ticketStateLabels[state], result].filter(Boolean).join('：');
