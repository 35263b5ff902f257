import { Body, Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/billing-desk';
import type { FastifyReply } from 'fastify';
import { Route, Viewer } from '../http/index.js';
import { sendPdf } from '../print/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { AdjustmentService } from './adjustment.service.js';
import { BillDesk } from './bill-desk.service.js';
import { BillPaper } from './bill-paper.service.js';
import { Correctors } from './correctors.js';
import { CorrectionService } from './correction.service.js';
import { TermsService } from './terms.service.js';

const whoServes = ['clerk', 'hotline', 'handler', 'hall-manager', 'shift-leader', 'section-leader', 'hall-director', 'finance', 'supervisor', 'administrator'] as const;
/** Figures and terms are the counter's, the finance section's and the metering section's to put right; for which section one works, `Correctors` asks. */
const whoCorrects = ['clerk', 'handler', 'shift-leader', 'section-leader', 'hall-director', 'finance'] as const;

@ForStaff(...whoServes)
@Controller()
export class BillingStaffController {
  constructor(
    private readonly desk: BillDesk,
    private readonly paper: BillPaper,
    private readonly correctors: Correctors,
    private readonly corrections: CorrectionService,
    private readonly terms: TermsService,
    private readonly adjustments: AdjustmentService,
  ) {}

  @Route(contract.accountBills)
  bills(@Param('id', ParseIntPipe) id: number, @Query({ schema: contract.accountBills.query }) query: QueryOf<typeof contract.accountBills>): Promise<Page<contract.DeskBill>> {
    return this.desk.bills(id, query);
  }

  @Route(contract.deskBill)
  bill(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.DeskBillDetail> {
    return this.desk.bill(viewer, id);
  }

  @Route(contract.deskBillPdf)
  async billPdf(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    sendPdf(reply, `水费账单 ${id}`, await this.paper.forDesk(viewer, id));
  }

  @Route(contract.accountReadings)
  readings(@Param('id', ParseIntPipe) id: number): Promise<ResponseOf<typeof contract.accountReadings>> {
    return this.desk.readings(id);
  }

  @Route(contract.accountTerms)
  termsOf(@Param('id', ParseIntPipe) id: number): Promise<ResponseOf<typeof contract.accountTerms>> {
    return this.desk.terms(id);
  }

  @ForStaff(...whoCorrects)
  @Route(contract.correctReading)
  async correct(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Param('ordinal', ParseIntPipe) ordinal: number, @Body({ schema: contract.correctReading.body }) body: BodyOf<typeof contract.correctReading>): Promise<ResponseOf<typeof contract.correctReading>> {
    await this.correctors.require(viewer);
    return this.corrections.correct(viewer, id, ordinal, body);
  }

  @ForStaff(...whoCorrects)
  @Route(contract.changeMeter)
  async changeMeter(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.changeMeter.body }) body: BodyOf<typeof contract.changeMeter>): Promise<{ ordinal: number }> {
    await this.correctors.require(viewer);
    return this.corrections.changeMeter(viewer, id, body);
  }

  @ForStaff(...whoCorrects)
  @Route(contract.enterTerms)
  async enterTerms(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.enterTerms.body }) body: BodyOf<typeof contract.enterTerms>): Promise<contract.RebilledView> {
    await this.correctors.require(viewer);
    return this.terms.enter(viewer, id, body);
  }

  @ForStaff(...whoCorrects)
  @Route(contract.requestAdjustment)
  async adjust(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.requestAdjustment.body }) body: BodyOf<typeof contract.requestAdjustment>): Promise<{ approvalId: number }> {
    await this.correctors.require(viewer);
    return this.adjustments.requestAdjustment(viewer, id, body);
  }

  @ForStaff(...whoCorrects)
  @Route(contract.requestWaiver)
  async waive(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.requestWaiver.body }) body: BodyOf<typeof contract.requestWaiver>): Promise<{ approvalId: number }> {
    await this.correctors.require(viewer);
    return this.adjustments.requestWaiver(viewer, id, body);
  }

  @ForStaff(...whoCorrects)
  @Route(contract.requestReversal)
  async reverse(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.requestReversal.body }) body: BodyOf<typeof contract.requestReversal>): Promise<{ approvalId: number }> {
    await this.correctors.require(viewer);
    return this.adjustments.requestReversal(viewer, id, body);
  }
}
