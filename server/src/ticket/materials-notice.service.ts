import { Inject, Injectable } from '@nestjs/common';
import { pathOf } from '@shouwen/shared/contract';
import { myMaterialsNoticePaper, type MaterialsNotice } from '@shouwen/shared/contract/ticket-desk';
import { formatFullInstant, groupTicketNumber, maskName, ticketNumberOf } from '@shouwen/shared/value';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { Clock, Refusal, SignedLinks } from '../http/index.js';
import { PrintService } from '../print/index.js';
import { Hall } from '../staff/index.js';
import { materialsNoticeInParts } from './rules/materials-notice-in-parts.js';
import type { Actor } from './rules/ticket-types.js';
import { mayKnowIdentity } from './rules/who-may-see.js';
import { SeenTicket } from './seen-ticket.service.js';
import { TicketBooks } from './ticket-books.js';
import { requireTicketId } from './ticket-number.js';
import { TicketPeople } from './ticket-people.js';
import { staffName } from './ticket-timeline.view.js';
import { TicketText } from './ticket.entity.js';

/** TL-2, as the resident reads it. */
const RULE = '材料补齐的次日起，办理时限重新完整计算；补齐之前不计时。本告知书已列出全部所缺材料，补齐后不再要求其他材料。';

/** TL-5: the written notice of everything that is missing. */
@Injectable()
export class MaterialsNoticeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly seen: SeenTicket,
    private readonly people: TicketPeople,
    private readonly books: TicketBooks,
    private readonly print: PrintService,
    private readonly links: SignedLinks,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The latest notice. Refuses `NOT_FOUND` when there was none, or for those who may not see the ticket. */
  async notice(viewer: Actor, ticketId: number): Promise<MaterialsNotice> {
    const { manager } = this.dataSource;
    const { row, fold, events, facts } = await this.seen.load(manager, ticketId, viewer);
    const asked = events.findLast((event) => event.type === 'materials-requested');
    if (asked?.type !== 'materials-requested') throw new Refusal('NOT_FOUND', { message: '还没有发出一次性告知' });
    const text = await manager.findOneBy(TicketText, { ticketId, sequence: asked.sequence });
    const directory = await this.people.directory(manager, [fold.firstResponsibleId, asked.actor.id], []);
    const hall = directory.halls.get(fold.hallId) ?? new Hall();
    const labels = await this.books.categoryLabels(manager);
    const number = ticketNumberOf(ticketId);
    return {
      number, numberSpoken: groupTicketNumber(number), notice: fold.materialNotices, at: asked.at.toISOString(), by: staffName(directory, asked.actor.id),
      residentName: mayKnowIdentity(facts, fold) ? maskName(row.contactName ?? '') : '保密', matter: labels.get(row.category) ?? row.category,
      ...materialsNoticeInParts(text?.body ?? '', asked.payload.itemCount, await this.books.checklistOf(manager, fold.category, fold.editions.checklist)),
      hall: { name: hall.name, address: hall.address, phone: hall.phone },
      firstResponsible: this.people.firstResponsible(directory, fold.firstResponsibleId), rule: RULE, awaited: fold.state === 'waiting-materials',
    };
  }

  /** The resident's own, with the address of its paper. */
  async mine(residentId: number, ticketId: number): Promise<MaterialsNotice & { paperUrl: string }> {
    const notice = await this.notice({ kind: 'resident', id: residentId }, ticketId);
    return { ...notice, paperUrl: this.links.sign(pathOf(myMaterialsNoticePaper, { number: notice.number }), this.clock.now()) };
  }

  async paper(viewer: Actor, ticketId: number): Promise<Buffer> {
    return this.write(await this.notice(viewer, ticketId));
  }

  /** By the address the resident was given. Refuses `FORBIDDEN` for one that is not ours or has run out. */
  async paperByLink(number: string, expires: number, signature: string): Promise<Buffer> {
    if (!this.links.isValid(pathOf(myMaterialsNoticePaper, { number }), expires, signature, this.clock.now()))
      throw new Refusal('FORBIDDEN', { message: '链接已过期，请返回页面刷新后再看' });
    return this.paper({ kind: 'system', id: null }, requireTicketId(number));
  }

  private write(notice: MaterialsNotice): Promise<Buffer> {
    const { firstResponsible: first, hall } = notice;
    return this.print.pdf({
      title: '一次性告知书', subtitle: hall.name, footer: `单号 ${notice.numberSpoken}`, at: this.clock.now(),
      qr: { text: `${this.config.publicUrl.replace(/\/$/, '')}/app/#/ticket/supply/index?number=${notice.number}`, caption: '微信扫码，拍照补交' },
      parts: [
        { kind: 'fields', rows: [
          { label: '单号', value: notice.numberSpoken, half: true }, { label: '事项', value: notice.matter, half: true },
          { label: '申请人', value: notice.residentName || '未留姓名', half: true }, { label: '告知时间', value: `${formatFullInstant(notice.at)}（第 ${notice.notice} 次）`, half: true },
          { label: '首问责任人', value: `${first.name}，工号 ${first.staffNumber}，电话 ${first.hallPhone}` },
          { label: '交到', value: [hall.name, hall.address, hall.phone].filter(Boolean).join('，') },
        ] },
        { kind: 'heading', text: '还缺这些材料' },
        { kind: 'table', columns: [{ title: '序号', share: 0.6 }, { title: '材料', share: 3 }, { title: '怎样办到', share: 4.4 }], rows: notice.items.map((item, index) => [String(index + 1), item.name, item.howToGet || '请咨询首问责任人']) },
        ...(notice.note === '' ? [] : [{ kind: 'paragraph' as const, text: `说明：${notice.note}` }]),
        ...(notice.reason === '' ? [] : [{ kind: 'paragraph' as const, text: `再次告知的原因：${notice.reason}。第一次没有列全，是我们的责任，已记录在案。` }]),
        { kind: 'paragraph', text: notice.rule, strong: true },
        { kind: 'paragraph', text: '可以用手机扫右上角的码拍照补交，也可以把材料送到上面的营业厅。' },
        { kind: 'signatures', lines: [{ label: '告知人', signed: notice.by }, { label: '签收人' }] },
      ],
    });
  }
}
