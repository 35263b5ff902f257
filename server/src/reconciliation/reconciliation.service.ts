import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/reconciliation';
import { formatFullDate, isDateString, shanghaiDate } from '@shouwen/shared/value';
import type { FinanceItemState } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In } from 'typeorm';
import { Clock, Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { readDayCursor, writeDayCursor } from './day-cursor.js';
import { lockDay } from './lock-day.js';
import { MatchingService } from './matching.service.js';
import { FinanceItemRow, ReconciliationDayRow, ReconciliationEvent, ReconciliationFileRow } from './reconciliation.entity.js';
import { ReconciliationTerms } from './reconciliation-terms.js';
import { dayHistory, dayViews, fileViews, handsIn, itemViews } from './reconciliation.view.js';
import { hadAHand, type ItemOfDay, maySign, mayWork, type NotYet, refuseToReopen, refuseToSign } from './rules/day-is-closed-by-signature.js';
import { StoredFiles, type TakenFile } from './stored-file.js';
import { TradeBillFetch } from './trade-bill-fetch.service.js';

/** The parts of a multipart request, in the order sent. */
export type Upload = AsyncIterable<{ type: 'field'; fieldname: string; value: unknown } | { type: 'file'; fieldname: string; filename: string; file: Readable & { truncated?: boolean } }>;
type Uploaded = TakenFile & { name: string };
const MOST_LISTED = 200;
const OWN: NotYet = { code: 'RECONCILIATION_SIGN_OWN' };

/** PY-7: days of reconciliation, their files and signatures. */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly matching: MatchingService,
    private readonly fetching: TradeBillFetch,
    private readonly files: StoredFiles,
    private readonly terms: ReconciliationTerms,
    private readonly clock: Clock,
  ) {}

  async days(viewer: StaffViewer, { source, to, cursor, size }: QueryOf<typeof contract.reconciliationDays>): Promise<Page<contract.ReconciliationDay> & { mayWork: boolean }> {
    const { manager } = this.dataSource;
    const query = manager.createQueryBuilder(ReconciliationDayRow, 'd');
    if (source !== undefined) query.andWhere('d.source = :source', { source });
    if (to !== undefined) query.andWhere('d.onDate <= :to', { to });
    if (cursor !== undefined) query.andWhere('(d.onDate < :date OR (d.onDate = :date AND d.id < :id))', readDayCursor(cursor));
    const rows = await query.orderBy('d.onDate', 'DESC').addOrderBy('d.id', 'DESC').limit(size + 1).getMany();
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return { items: await dayViews(manager, page), next: rows.length > size && last ? writeDayCursor(last.onDate, last.id) : null, mayWork: mayWork(viewer) };
  }

  async detail(viewer: StaffViewer, id: number, manager: EntityManager = this.dataSource.manager): Promise<contract.ReconciliationDayDetail> {
    const day = await this.known(manager, id);
    const [view] = await dayViews(manager, [day]);
    const items = await manager.find(FinanceItemRow, { where: { dayId: id }, order: { id: 'ASC' }, take: MOST_LISTED + 1 });
    const open = (item: FinanceItemRow) => (item.state === 'resolved' ? 1 : 0);
    const signs = maySign(viewer);
    const own = signs && hadAHand(viewer, await handsIn(manager, id));
    const no = own ? OWN : refuseToSign(day, await this.unsettled(manager, id));
    return {
      ...(view as contract.ReconciliationDay), files: await fileViews(manager, day, viewer),
      list: await itemViews(manager, items.slice(0, MOST_LISTED).sort((a, b) => open(a) - open(b) || a.id - b.id), viewer, this.clock.now()), more: items.length > MOST_LISTED,
      history: await dayHistory(manager, id), mayWork: mayWork(viewer), maySign: signs && !own, signingRefused: signs && no && day.state !== 'closed' ? new Refusal(no.code, no).message : null,
    };
  }

  /** Reads the request to its end. Refuses as the contract says; then nothing of the file is used. */
  async upload(viewer: StaffViewer, upload: Upload): Promise<contract.ReconciliationDayDetail> {
    const fields = new Map<string, unknown>();
    let file: Uploaded | undefined;
    try {
      for await (const part of upload) {
        if (part.type === 'field') {
          fields.set(part.fieldname, part.value);
          continue;
        }
        const taken = await this.files.takeIn(part.file).catch((error: unknown) => {
          throw error instanceof Refusal ? error : new Refusal('FILE_NOT_READABLE', { message: '文件没有传完整或压缩包已损坏，请重新上传' });
        });
        file = { ...taken, name: part.filename };
        if (part.file.truncated) throw new Refusal('PAYLOAD_TOO_LARGE');
      }
      return await this.match(viewer, fields, file);
    } finally {
      if (file) await this.files.drop(file);
    }
  }

  private async match(viewer: StaffViewer, fields: ReadonlyMap<string, unknown>, file: Uploaded | undefined): Promise<contract.ReconciliationDayDetail> {
    const { manager } = this.dataSource;
    const [source, date] = [fields.get('source'), fields.get('date')];
    if (source !== 'card' && source !== 'bank') throw unfit('source', '请选择刷卡批次还是银行入账');
    if (!isDateString(date) || date > shanghaiDate(this.clock.now())) throw unfit('date', '请选择文件的日期，不能晚于今天');
    const firstDay = await this.terms.firstDay(manager, source);
    if (date < firstDay) throw unfit('date', `请核对文件的日期，不能早于 ${formatFullDate(firstDay)}（对账约定从这天开始）`);
    if (!file) throw unfit('file', '请选择要上传的文件');
    const encoding = await this.files.encodingOf(file);
    if (encoding === null) throw new Refusal('FILE_NOT_READABLE', { message: '文件不是文本，请从终端或网银导出 CSV 文件后上传' });
    const known = await manager.existsBy(ReconciliationDayRow, { source, onDate: date });
    const day = await this.matching.day(source, date);
    try {
      await this.matching.match(day, { ...file, encoding }, viewer.id);
    } catch (error) {
      if (!known) await this.matching.forget(day);
      throw error;
    }
    return this.detail(viewer, day.id);
  }

  async fetch(viewer: StaffViewer, id: number): Promise<contract.ReconciliationDayDetail> {
    await this.fetching.fetchNow(await this.known(this.dataSource.manager, id));
    return this.detail(viewer, id);
  }

  async file(id: number): Promise<{ name: string; content: Readable }> {
    const row = await this.dataSource.manager.findOneBy(ReconciliationFileRow, { id });
    if (!row) throw new Refusal('NOT_FOUND');
    return { name: row.name, content: this.files.open({ sha256: row.sha256 }) };
  }

  async sign(tx: EntityManager, viewer: StaffViewer, id: number, { version }: BodyOf<typeof contract.signReconciliation>): Promise<contract.ReconciliationDayDetail> {
    await this.known(tx, id);
    if (!maySign(viewer)) throw new Refusal('FORBIDDEN');
    const day = await lockDay(tx, id);
    const no = refuseToSign(day, await this.unsettled(tx, id)) ?? (hadAHand(viewer, await handsIn(tx, id)) ? OWN : null);
    if (no) throw new Refusal(no.code, { ...no, rule: 'PY-7' });
    const now = this.clock.now();
    await this.change(tx, id, version, 'matched', { state: 'closed', signedById: viewer.id, signedAt: now });
    await tx.insert(ReconciliationEvent, { dayId: id, byId: viewer.id, text: '对账签字', at: now });
    return this.detail(viewer, id, tx);
  }

  async reopen(tx: EntityManager, viewer: StaffViewer, id: number, { version, reason }: BodyOf<typeof contract.reopenReconciliation>): Promise<contract.ReconciliationDayDetail> {
    const no = refuseToReopen(await this.known(tx, id));
    if (no) throw new Refusal(no);
    await this.change(tx, id, version, 'closed', { state: 'matched', signedById: null, signedAt: null });
    await tx.insert(ReconciliationEvent, { dayId: id, byId: viewer.id, text: `重新打开：${reason}`, at: this.clock.now() });
    return this.detail(viewer, id, tx);
  }

  private unsettled(manager: EntityManager, dayId: number): Promise<ItemOfDay[]> {
    return manager.find(FinanceItemRow, { where: { dayId, state: In(['open', 'correcting'] satisfies FinanceItemState[]) }, select: { id: true, state: true } });
  }

  private async known(manager: EntityManager, id: number): Promise<ReconciliationDayRow> {
    const day = await manager.findOneBy(ReconciliationDayRow, { id });
    if (!day) throw new Refusal('NOT_FOUND');
    return day;
  }

  private async change(tx: EntityManager, id: number, version: number, state: 'matched' | 'closed', values: Partial<Pick<ReconciliationDayRow, 'state' | 'signedById' | 'signedAt'>>): Promise<void> {
    const { affected } = await tx.update(ReconciliationDayRow, { id, version, state }, { ...values, version: version + 1 });
    if (!affected) throw new Refusal('RECONCILIATION_CHANGED');
  }
}

const unfit = (path: string, message: string) => new Refusal('INVALID_INPUT', { message, fields: [{ path, message }] });
