import { Body, Controller, Param, Query, Res } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/ticket-desk';
import type { FastifyReply } from 'fastify';
import { Route, Viewer } from '../http/index.js';
import { sendPdf } from '../print/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { FirstInquiryRegister } from './first-inquiry-register.service.js';
import { MaterialsNoticeService } from './materials-notice.service.js';
import { ReplyComposer } from './reply-composer.service.js';
import { requireTicketId } from './ticket-number.js';
import { TicketPresenceService } from './ticket-presence.service.js';
import { TicketReadingService } from './ticket-reading.service.js';

/** What goes with a ticket on the desk: the reply being written, who is there, who has seen it, its papers. */
@Controller()
@ForStaff()
export class TicketCompanyStaffController {
  constructor(
    private readonly composer: ReplyComposer,
    private readonly presence: TicketPresenceService,
    private readonly readings: TicketReadingService,
    private readonly notices: MaterialsNoticeService,
    private readonly register: FirstInquiryRegister,
  ) {}

  @Route(contract.replyAids)
  async aids(@Viewer() viewer: StaffViewer, @Param('number') number: string): Promise<ResponseOf<typeof contract.replyAids>> {
    return this.composer.aids(viewer, requireTicketId(number));
  }

  @Route(contract.keepReplyDraft)
  async keep(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.keepReplyDraft.body }) { text, revision }: BodyOf<typeof contract.keepReplyDraft>): Promise<contract.ReplyDraft> {
    return this.composer.keep(viewer, requireTicketId(number), text, revision);
  }

  @Route(contract.beAtTicket)
  async beAt(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.beAtTicket.body }) { writing }: BodyOf<typeof contract.beAtTicket>): Promise<ResponseOf<typeof contract.beAtTicket>> {
    return { others: await this.presence.beAt(viewer, requireTicketId(number), writing) };
  }

  @Route(contract.ticketReaders)
  async readers(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Query({ schema: contract.ticketReaders.query }) query: QueryOf<typeof contract.ticketReaders>): Promise<contract.Readers> {
    return this.readings.readers(viewer, requireTicketId(number), query);
  }

  @Route(contract.materialsNotice)
  async notice(@Viewer() viewer: StaffViewer, @Param('number') number: string): Promise<contract.MaterialsNotice> {
    return this.notices.notice(viewer, requireTicketId(number));
  }

  @Route(contract.materialsNoticePaper)
  async noticePaper(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    sendPdf(reply, `一次性告知书 ${number}`, await this.notices.paper(viewer, requireTicketId(number)));
  }

  @Route(contract.firstInquirySlip)
  async slip(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    sendPdf(reply, `首问登记单 ${number}`, await this.register.slip(viewer, requireTicketId(number)));
  }

  @Route(contract.firstInquiryRegister)
  page(@Viewer() viewer: StaffViewer, @Query({ schema: contract.firstInquiryRegister.query }) query: QueryOf<typeof contract.firstInquiryRegister>): Promise<Page<contract.RegisterEntry>> {
    return this.register.page(viewer, query);
  }

  @Route(contract.firstInquiryRegisterPaper)
  async paper(@Viewer() viewer: StaffViewer, @Query({ schema: contract.firstInquiryRegisterPaper.query }) query: QueryOf<typeof contract.firstInquiryRegisterPaper>, @Res() reply: FastifyReply): Promise<void> {
    sendPdf(reply, `首问登记表 ${query.date}`, await this.register.paper(viewer, query));
  }

  @ForStaff('section-leader', 'hall-manager', 'hall-director', 'company-leader', 'supervisor')
  @Route(contract.exportFirstInquiryRegister)
  async export(@Viewer() viewer: StaffViewer, @Query({ schema: contract.exportFirstInquiryRegister.query }) query: QueryOf<typeof contract.exportFirstInquiryRegister>, @Res() reply: FastifyReply): Promise<void> {
    const file = await this.register.export(viewer, query);
    await reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('首问登记表.xlsx')}`)
      .header('cache-control', 'no-store')
      .send(file);
  }
}
