import { Body, Controller, Param, Query, Res } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/application';
import type { FastifyReply } from 'fastify';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { sendPdf } from '../print/index.js';
import { ApplicationLedgerService } from './application-ledger.service.js';
import { ApplicationPaperService } from './application-paper.service.js';
import { ApplicationService } from './application.service.js';
import { WeeklyCheckService } from './weekly-check.service.js';

@ForStaff()
@Controller()
export class ApplicationStaffController {
  constructor(
    private readonly applications: ApplicationService,
    private readonly checks: WeeklyCheckService,
    private readonly ledger: ApplicationLedgerService,
    private readonly paper: ApplicationPaperService,
  ) {}

  @Route(contract.staffApplications)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.staffApplications.query }) query: QueryOf<typeof contract.staffApplications>): Promise<Page<contract.ApplicationItem>> {
    return this.applications.list(viewer, query);
  }

  @Route(contract.applicationCounts)
  counts(@Viewer() viewer: StaffViewer): Promise<ResponseOf<typeof contract.applicationCounts>> {
    return this.applications.counts(viewer);
  }

  @ForStaff('clerk', 'hotline', 'hall-manager', 'shift-leader', 'hall-director')
  @Route(contract.registerApplication)
  register(@Viewer() viewer: StaffViewer, @Body({ schema: contract.registerApplication.body }) body: BodyOf<typeof contract.registerApplication>): Promise<contract.StaffApplication> {
    return this.applications.register(viewer, body);
  }

  @Route(contract.staffApplication)
  detail(@Viewer() viewer: StaffViewer, @Param('number') number: string): Promise<contract.StaffApplication> {
    return this.applications.detail(viewer, number);
  }

  @Route(contract.requalify)
  requalify(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.requalify.body }) body: BodyOf<typeof contract.requalify>): Promise<contract.StaffApplication> {
    return this.applications.requalify(viewer, number, body);
  }

  @Route(contract.acceptApplication)
  accept(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.acceptApplication.body }) body: BodyOf<typeof contract.acceptApplication>): Promise<contract.StaffApplication> {
    return this.applications.accept(viewer, number, body);
  }

  @Route(contract.signStep)
  sign(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.signStep.body }) body: BodyOf<typeof contract.signStep>): Promise<contract.StaffApplication> {
    return this.applications.signStep(viewer, number, body);
  }

  @Route(contract.acceptanceSlip)
  async acceptanceSlip(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    sendPdf(reply, `受理通知单 ${number}`, await this.paper.acceptanceSlip(viewer, number));
  }

  @Route(contract.processingSlip)
  async processingSlip(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    sendPdf(reply, `处理笺 ${number}`, await this.paper.processingSlip(viewer, number));
  }

  @Route(contract.caseFile)
  async caseFile(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    sendPdf(reply, `案卷 ${number}`, await this.paper.caseFile(viewer, number));
  }

  @Route(contract.weeklyCheck)
  check(@Viewer() viewer: StaffViewer, @Query({ schema: contract.weeklyCheck.query }) query: QueryOf<typeof contract.weeklyCheck>): Promise<ResponseOf<typeof contract.weeklyCheck>> {
    return this.checks.overview(viewer, query);
  }

  @ForStaff('clerk', 'hall-manager', 'hall-director')
  @Route(contract.makeCheck)
  makeCheck(@Viewer() viewer: StaffViewer): Promise<{ added: number }> {
    return this.checks.make(viewer);
  }

  @Route(contract.signComparison)
  compare(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.signComparison.body }) body: BodyOf<typeof contract.signComparison>): Promise<contract.CheckItem> {
    return this.checks.sign(viewer, number, body);
  }

  @Route(contract.applicationLedger)
  page(@Viewer() viewer: StaffViewer, @Query({ schema: contract.applicationLedger.query }) query: QueryOf<typeof contract.applicationLedger>): Promise<Page<contract.ApplicationLedgerRow>> {
    return this.ledger.page(viewer, query);
  }

  @Route(contract.applicationFigures)
  figures(@Viewer() viewer: StaffViewer, @Query({ schema: contract.applicationFigures.query }) query: QueryOf<typeof contract.applicationFigures>): Promise<contract.ApplicationFigures> {
    return this.ledger.figures(viewer, query);
  }

  @ForStaff('section-leader', 'hall-director', 'company-leader', 'supervisor')
  @Route(contract.exportLedger)
  async export(@Viewer() viewer: StaffViewer, @Query({ schema: contract.exportLedger.query }) query: QueryOf<typeof contract.exportLedger>, @Res() reply: FastifyReply): Promise<void> {
    const file = await this.ledger.export(viewer, query);
    await reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('业务申请台账.xlsx')}`)
      .header('cache-control', 'no-store')
      .send(file);
  }
}
