import { Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/billing';
import type { FastifyReply } from 'fastify';
import { Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { sendPdf } from '../print/index.js';
import { BillPaper } from './bill-paper.service.js';
import { BillingService } from './billing.service.js';

@ForResident()
@Controller()
export class BillingController {
  constructor(
    private readonly billing: BillingService,
    private readonly paper: BillPaper,
  ) {}

  @Route(contract.myBills)
  mine(@Viewer() viewer: ResidentViewer, @Query({ schema: contract.myBills.query }) query: QueryOf<typeof contract.myBills>): Promise<ResponseOf<typeof contract.myBills>> {
    return this.billing.billsOf(viewer.id, query);
  }

  @Route(contract.billDetail)
  detail(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.BillDetail> {
    return this.billing.detailFor(viewer.id, id);
  }

  @Route(contract.billPdf)
  async pdf(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    sendPdf(reply, `水费账单 ${id}`, await this.paper.forResident(viewer.id, id));
  }
}
