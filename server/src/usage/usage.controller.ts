import { Body, Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import type { TicketProgress } from '@shouwen/shared/contract/ticket';
import * as contract from '@shouwen/shared/contract/usage';
import type { FastifyReply } from 'fastify';
import { Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { sendPdf } from '../print/index.js';
import { PrepaidHistory } from './prepaid-history.service.js';
import { ReceiptPaper } from './receipt-paper.service.js';
import { RelativeService } from './relative.service.js';
import { UsageAlertService } from './usage-alert.service.js';
import { UsageService } from './usage.service.js';

@ForResident()
@Controller()
export class UsageController {
  constructor(
    private readonly usage: UsageService,
    private readonly alerts: UsageAlertService,
    private readonly prepaid: PrepaidHistory,
    private readonly relatives: RelativeService,
    private readonly receipts: ReceiptPaper,
  ) {}

  @Route(contract.accountUsage)
  ofAccount(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.AccountUsage> {
    return this.usage.ofAccount(viewer.id, id);
  }

  @Route(contract.usageAlerts)
  async myAlerts(@Viewer() viewer: ResidentViewer): Promise<ResponseOf<typeof contract.usageAlerts>> {
    return { items: await this.alerts.mine(viewer.id) };
  }

  @Route(contract.checkedAlert)
  async checked(@Viewer() viewer: ResidentViewer, @Param('billId', ParseIntPipe) billId: number): Promise<{ done: true }> {
    await this.alerts.checked(viewer.id, billId);
    return { done: true };
  }

  @Route(contract.requestHouseholdChange)
  householdChange(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.requestHouseholdChange.body }) body: BodyOf<typeof contract.requestHouseholdChange>): Promise<TicketProgress> {
    return this.usage.requestHouseholdChange(viewer, id, body);
  }

  @Route(contract.prepaidHistory)
  prepaidHistory(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number, @Query({ schema: contract.prepaidHistory.query }) query: QueryOf<typeof contract.prepaidHistory>): Promise<ResponseOf<typeof contract.prepaidHistory>> {
    return this.prepaid.of(viewer.id, id, query);
  }

  @Route(contract.plannedUseOfPrepaid)
  plannedUse(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.PrepaidUse> {
    return this.prepaid.planned(viewer.id, id);
  }

  @Route(contract.payFromPrepaid)
  payFromPrepaid(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.payFromPrepaid.body }) body: BodyOf<typeof contract.payFromPrepaid>): Promise<ResponseOf<typeof contract.payFromPrepaid>> {
    return this.prepaid.use(viewer.id, id, body);
  }

  @Route(contract.receiptPdf)
  async receiptPdf(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    const { name, file } = await this.receipts.of(viewer.id, id);
    sendPdf(reply, name, file);
  }

  @Route(contract.checkRelative)
  check(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.checkRelative.body }) body: BodyOf<typeof contract.checkRelative>): Promise<contract.RelativeAccount> {
    return this.relatives.check(viewer.id, body);
  }

  @Route(contract.returnToRelative)
  returnTo(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.returnToRelative.body }) { ticket }: BodyOf<typeof contract.returnToRelative>): Promise<contract.RelativeAccount> {
    return this.relatives.returnTo(viewer.id, ticket);
  }

  @Route(contract.keptRelatives)
  async kept(@Viewer() viewer: ResidentViewer): Promise<ResponseOf<typeof contract.keptRelatives>> {
    return { items: await this.relatives.kept(viewer.id) };
  }

  @Route(contract.keepRelative)
  keep(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.keepRelative.body }) { ticket, label }: BodyOf<typeof contract.keepRelative>): Promise<contract.KeptRelative> {
    return this.relatives.keep(viewer.id, ticket, label);
  }

  @Route(contract.openRelative)
  open(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.RelativeAccount> {
    return this.relatives.open(viewer.id, id);
  }

  @Route(contract.forgetRelative)
  async forget(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<{ done: true }> {
    await this.relatives.forget(viewer.id, id);
    return { done: true };
  }
}
