import { Controller, Param, Req, Res } from '@nestjs/common';
import type { ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/ticket-desk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public, Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { sendPdf } from '../print/index.js';
import { MaterialsNoticeService } from './materials-notice.service.js';
import { requireTicketId } from './ticket-number.js';

/** The written notice, for the one it is about. */
@Controller()
export class MaterialsNoticeController {
  constructor(private readonly notices: MaterialsNoticeService) {}

  @ForResident()
  @Route(contract.myMaterialsNotice)
  async mine(@Viewer() viewer: ResidentViewer, @Param('number') number: string): Promise<ResponseOf<typeof contract.myMaterialsNotice>> {
    return this.notices.mine(viewer.id, requireTicketId(number));
  }

  @Public()
  @Route(contract.myMaterialsNoticePaper)
  async paper(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { expires, signature } = request.query as { expires?: unknown; signature?: unknown };
    sendPdf(reply, `一次性告知书 ${number}`, await this.notices.paperByLink(number, Number(expires), String(signature)));
  }
}
