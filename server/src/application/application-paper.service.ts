import { Inject, Injectable } from '@nestjs/common';
import type { ApplicationStepView, StaffApplication } from '@shouwen/shared/contract/application';
import { formatDeadline, formatFullInstant, groupTicketNumber, ticketNumberOf } from '@shouwen/shared/value';
import { applicationResultLabels, applicationStageLabels, clockLabels } from '@shouwen/shared/vocabulary';
import { DataSource } from 'typeorm';
import { AttachmentService } from '../attachment/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { Transactions } from '../database/index.js';
import { Clock, Refusal, SignedLinks } from '../http/index.js';
import { type PrintDocument, type PrintField, PrintService } from '../print/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { PersonalDataAccess, Ticket } from '../ticket/index.js';
import { recordsOf } from './application-record.js';
import { ApplicationViews, rowOrRefuse, ticketIdOrRefuse, valuesIn } from './application.view.js';
import { ApplicationGuideService } from './application-guide.service.js';
import { requestedBesideApproved } from './rules/requested-beside-approved.js';

/** A photo on paper, pixels of its longest edge. */
const PHOTO_EDGE = 480;
const MOST_PHOTOS = 60;

/** AP-2, AP-3, AP-5: what goes with an application on paper. */
@Injectable()
export class ApplicationPaperService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly print: PrintService,
    private readonly views: ApplicationViews,
    private readonly guides: ApplicationGuideService,
    private readonly attachments: AttachmentService,
    private readonly links: SignedLinks,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** AP-2, by the address the resident was given. Refuses `FORBIDDEN` for one that is not ours or has run out. */
  async slipByLink(number: string, path: string, expires: number, signature: string): Promise<Buffer> {
    if (!this.links.isValid(path, expires, signature, this.clock.now())) throw new Refusal('FORBIDDEN', { message: '链接已过期，请返回页面刷新后再看' });
    return this.slip(ticketIdOrRefuse(number), true);
  }

  /** AP-2, handed over at the counter. Without the right to the applicant's name it is masked. */
  async acceptanceSlip(viewer: StaffViewer, number: string): Promise<Buffer> {
    const ticketId = ticketIdOrRefuse(number);
    const { ticket } = await this.views.staffView(this.dataSource.manager, viewer, ticketId);
    const slip = await this.slip(ticketId, ticket.mayUnmask, ticket.contactName);
    if (ticket.mayUnmask) await this.record(viewer, ticketId, '打印受理通知单');
    return slip;
  }

  /** AP-3: goes with the case through survey and approval. */
  async processingSlip(viewer: StaffViewer, number: string): Promise<Buffer> {
    const application = await this.views.staffView(this.dataSource.manager, viewer, ticketIdOrRefuse(number));
    const { ticket } = application;
    return this.print.pdf({
      title: '业务申请处理笺', subtitle: ticket.firstResponsible.hallName, footer: `单号 ${ticket.numberSpoken}`, at: this.clock.now(),
      parts: [
        { kind: 'fields', rows: [
          ...headOf(application), { label: '申请人', value: ticket.contactName, half: true }, { label: '首问责任人', value: `${ticket.firstResponsible.name}（${ticket.firstResponsible.staffNumber}）`, half: true },
          { label: '用水地址', value: addressOf(ticket) },
        ] },
        { kind: 'heading', text: '申请与批准' }, comparedTable(application.rows),
        { kind: 'heading', text: '办理步骤' }, stepsTable(application.steps),
        { kind: 'signatures', lines: application.steps.map(({ label, signed }) => ({ label: `${label}签字`, ...(signed ? { signed: `${signed.by}  ${formatFullInstant(signed.at).slice(0, -6)}` } : {}) })) },
      ],
    });
  }

  /** AP-5: the whole case as one file. For those who may know the applicant; recorded (PR-1). */
  async caseFile(viewer: StaffViewer, number: string): Promise<Buffer> {
    const ticketId = ticketIdOrRefuse(number);
    const application = await this.views.staffView(this.dataSource.manager, viewer, ticketId);
    const { ticket } = application;
    if (!ticket.mayUnmask) throw new Refusal('FORBIDDEN', { rule: 'PR-1', message: '案卷含居民个人信息，请由首问责任人或主管导出' });
    await this.record(viewer, ticketId, '导出案卷');
    const { contactName, contactPhone } = await this.dataSource.manager.findOneByOrFail(Ticket, { id: ticketId });
    const files = [...ticket.attachments.map((file) => ({ file, with: '提交申请' })), ...ticket.timeline.flatMap((entry) => entry.attachments.map((file) => ({ file, with: entry.label })))]
      .filter(({ file }, i, all) => all.findIndex((other) => other.file.id === file.id) === i);
    return this.print.pdf({
      title: `${application.label}案卷`, subtitle: application.archive ? `档案号 ${application.archive.number}` : applicationStageLabels[application.stage], footer: `单号 ${ticket.numberSpoken}`, at: this.clock.now(),
      parts: [
        { kind: 'fields', rows: [
          ...headOf(application), { label: '申请人', value: contactName ?? '', half: true }, { label: '联系电话', value: contactPhone ?? '', half: true },
          { label: '用水地址', value: addressOf(ticket) }, { label: '户号', value: ticket.accountNumber ?? '无', half: true },
          { label: '首问责任人', value: `${ticket.firstResponsible.name}（${ticket.firstResponsible.staffNumber}）`, half: true }, { label: '说明', value: ticket.description },
          { label: '结果', value: application.result ? applicationResultLabels[application.result] : '办理中', half: true },
          { label: '按时办结', value: application.onTime === null ? '尚未办结' : application.onTime ? '是' : '否', half: true },
        ] },
        { kind: 'heading', text: '申请与批准' }, comparedTable(application.rows),
        { kind: 'paragraph', text: application.comparison ? `核对：${application.comparison.matches ? '一致' : `不一致，${application.comparison.difference}`}。${application.comparison.by}，${formatFullInstant(application.comparison.at)}` : '尚未核对。' },
        { kind: 'heading', text: '应交材料' },
        { kind: 'table', columns: [{ title: '材料', share: 2 }, { title: '办法', share: 3 }], rows: application.materials.map(({ name, howToGet }) => [name, howToGet]), empty: '不需要材料' },
        { kind: 'heading', text: '办理步骤' }, stepsTable(application.steps),
        { kind: 'heading', text: '办理经过' },
        { kind: 'table', columns: [{ title: '时间', share: 2.2 }, { title: '事项', share: 2.4 }, { title: '经办', share: 2 }, { title: '内容', share: 4 }], rows: ticket.timeline.map((entry) => [formatFullInstant(entry.at), entry.label, entry.actor, entry.text ?? '']) },
        { kind: 'heading', text: '附件' },
        { kind: 'table', columns: [{ title: '序号', share: 0.7 }, { title: '名称', share: 4 }, { title: '大小', share: 1.2 }, { title: '随何事交来', share: 2.6 }], rows: files.map(({ file, with: event }, i) => [String(i + 1), file.name, `${Math.max(1, Math.round(file.sizeBytes / 1024))} KB`, event]), empty: '没有附件' },
        { kind: 'pictures', pictures: await this.photos(files.map(({ file }) => file)) },
      ],
    });
  }

  private async photos(files: readonly { id: number; name: string }[]): Promise<{ data: Buffer; caption: string }[]> {
    const photos: { data: Buffer; caption: string }[] = [];
    // One after the other: each is decoded.
    for (const [i, { id, name }] of files.entries()) {
      const data = photos.length < MOST_PHOTOS ? await this.attachments.smallPhoto(id, PHOTO_EDGE) : null;
      if (data) photos.push({ data, caption: `${i + 1}  ${name}` });
    }
    return photos;
  }

  private async slip(ticketId: number, named: boolean, maskedName = ''): Promise<Buffer> {
    const { manager } = this.dataSource;
    const row = await rowOrRefuse(manager, ticketId);
    if (!row.acceptedAt) throw new Refusal('TICKET_ACTION_NOT_ALLOWED', { rule: 'AP-2', message: '受理后才有受理通知单' });
    const ticket = await manager.findOneByOrFail(Ticket, { id: ticketId });
    const first = await manager.findOneByOrFail(Staff, { id: ticket.firstResponsibleId });
    const hall = await manager.findOneByOrFail(Hall, { id: ticket.hallId });
    const guide = await this.guides.guide(row.category, manager);
    const record = (await recordsOf(manager, [ticketId])).get(ticketId)!;
    const number = ticketNumberOf(ticketId);
    const due = ticket.nextDueAt && ticket.nextClock ? `${clockLabels[ticket.nextClock]}最迟 ${formatDeadline(ticket.nextDueAt)}` : null;
    const document: PrintDocument = {
      title: '业务申请受理通知单', subtitle: hall.name, footer: `单号 ${groupTicketNumber(number)}`, at: this.clock.now(),
      qr: { text: `${this.config.publicUrl.replace(/\/$/, '')}/app/#/ticket/detail/index?number=${number}`, caption: '微信扫码，看办理进度' },
      parts: [
        { kind: 'fields', rows: [
          { label: '单号', value: groupTicketNumber(number), half: true }, { label: '事项', value: guide.label, half: true },
          { label: '申请人', value: named ? (ticket.contactName ?? '') : maskedName, half: true }, { label: '受理时间', value: formatFullInstant(row.acceptedAt), half: true },
          { label: '用水地址', value: addressOf(ticket) },
          { label: '首问责任人', value: `${first.name}，工号 ${first.staffNumber}，电话 ${hall.phone}` },
          { label: '办理时限', value: [...guide.limits, ...(due ? [due] : [])].join('；') || '按承诺时限办理' },
        ] },
        { kind: 'heading', text: '您申请的内容' },
        { kind: 'fields', rows: requestedBesideApproved(row.category, valuesIn(row.requested), null).map(({ label, requested }) => ({ label, value: requested })) },
        { kind: 'heading', text: '接下来' },
        { kind: 'paragraph', text: `依次办理：${record.steps.map(({ label }) => label).join('、')}。每一步办完，进度页上都会写明。` },
        { kind: 'paragraph', text: '从受理到答复，都由上面的首问责任人负责到底，有事请直接找这个人，不用另找别的部门。请保管好这张通知单。' },
        { kind: 'signatures', lines: [{ label: '受理人', signed: `${first.name}（${first.staffNumber}）` }, { label: '申请人' }] },
      ],
    };
    return this.print.pdf(document);
  }

  private async record(viewer: StaffViewer, ticketId: number, reason: string): Promise<void> {
    await this.transactions.run((tx) => tx.insert(PersonalDataAccess, { staffId: viewer.id, ticketId, reason, at: this.clock.now() }));
  }
}

function headOf({ ticket, label, filedAt, acceptedAt }: StaffApplication): PrintField[] {
  return [
    { label: '单号', value: ticket.numberSpoken, half: true }, { label: '事项', value: label, half: true },
    { label: '提交时间', value: formatFullInstant(filedAt), half: true }, { label: '受理时间', value: acceptedAt ? formatFullInstant(acceptedAt) : '未受理', half: true },
  ];
}
const addressOf = ({ address, landmark }: { address: string; landmark: string }) => (landmark === '' ? address : `${address}（${landmark}）`);
const comparedTable = (rows: StaffApplication['rows']): PrintDocument['parts'][number] => ({
  kind: 'table', columns: [{ title: '项目', share: 2 }, { title: '申请', share: 3 }, { title: '批准', share: 3 }],
  rows: rows.map(({ label, requested, approved, differs }) => [label, requested, approved === null ? '' : `${approved}${differs ? '（与申请不同）' : ''}`]), empty: '尚未填写',
});
const stepsTable = (steps: readonly ApplicationStepView[]): PrintDocument['parts'][number] => ({
  kind: 'table', columns: [{ title: '步骤', share: 1.2 }, { title: '结论', share: 1 }, { title: '签字人', share: 1.8 }, { title: '时间', share: 2.2 }, { title: '意见', share: 3.6 }],
  rows: steps.map(({ label, signed }) => [label, signed ? (signed.passed ? '通过' : '未通过') : '', signed?.by ?? '', signed ? formatFullInstant(signed.at) : '', signed?.note ?? '']),
});
