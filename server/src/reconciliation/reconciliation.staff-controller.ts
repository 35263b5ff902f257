import { Body, Controller, Param, ParseIntPipe, Query, Req, Res } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/reconciliation';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Once, Refusal, Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { FileWithdrawal } from './file-withdrawal.service.js';
import { FinanceItemService } from './finance-item.service.js';
import { ReconciliationService } from './reconciliation.service.js';
import { SideBySide } from './side-by-side.service.js';

const fileSize = 300 * 1024 * 1024;
const looking = ['finance', 'section-leader', 'hall-director', 'company-leader'] as const;

/** PY-7: finance works here, leaders look. */
@Controller()
export class ReconciliationStaffController {
  constructor(
    private readonly reconciliation: ReconciliationService,
    private readonly items: FinanceItemService,
    private readonly withdrawal: FileWithdrawal,
    private readonly sides: SideBySide,
    private readonly once: Once,
  ) {}

  @ForStaff(...looking)
  @Route(contract.reconciliationDays)
  days(@Viewer() viewer: StaffViewer, @Query({ schema: contract.reconciliationDays.query }) query: QueryOf<typeof contract.reconciliationDays>): Promise<ResponseOf<typeof contract.reconciliationDays>> {
    return this.reconciliation.days(viewer, query);
  }

  @ForStaff(...looking)
  @Route(contract.reconciliationDay)
  day(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.ReconciliationDayDetail> {
    return this.reconciliation.detail(viewer, id);
  }

  @ForStaff(...looking)
  @Route(contract.sideBySide)
  sideBySide(@Query({ schema: contract.sideBySide.query }) query: QueryOf<typeof contract.sideBySide>): Promise<Page<contract.SideBySideDay>> {
    return this.sides.page(query);
  }

  @ForStaff('finance')
  @Route(contract.uploadReconciliation)
  upload(@Viewer() viewer: StaffViewer, @Req() request: FastifyRequest): Promise<contract.ReconciliationDayDetail> {
    if (!request.isMultipart()) throw new Refusal('INVALID_INPUT', { message: '请选择要上传的文件' });
    return this.reconciliation.upload(viewer, request.parts({ limits: { fileSize, files: 1, fields: 5 } }));
  }

  @ForStaff(...looking)
  @Route(contract.reconciliationFile)
  async file(@Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    const { name, content } = await this.reconciliation.file(id);
    await reply.type('text/csv').header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`).header('cache-control', 'no-store').send(content);
  }

  @ForStaff('finance')
  @Route(contract.withdrawReconciliationFile)
  withdraw(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.withdrawReconciliationFile.body }) body: BodyOf<typeof contract.withdrawReconciliationFile>): Promise<contract.ReconciliationDayDetail> {
    return this.withdrawal.withdraw(viewer, id, body, (tx, dayId) => this.reconciliation.detail(viewer, dayId, tx));
  }

  @ForStaff('finance')
  @Route(contract.fetchTradeBill)
  fetch(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.ReconciliationDayDetail> {
    return this.reconciliation.fetch(viewer, id);
  }

  @ForStaff('finance', 'section-leader', 'company-leader')
  @Route(contract.signReconciliation)
  sign(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.signReconciliation.body }) body: BodyOf<typeof contract.signReconciliation>): Promise<contract.ReconciliationDayDetail> {
    return this.once.run((tx) => this.reconciliation.sign(tx, viewer, id, body));
  }

  @ForStaff('finance')
  @Route(contract.reopenReconciliation)
  reopen(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.reopenReconciliation.body }) body: BodyOf<typeof contract.reopenReconciliation>): Promise<contract.ReconciliationDayDetail> {
    return this.once.run((tx) => this.reconciliation.reopen(tx, viewer, id, body));
  }

  @ForStaff(...looking)
  @Route(contract.financeItems)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.financeItems.query }) query: QueryOf<typeof contract.financeItems>): Promise<Page<contract.FinanceItem>> {
    return this.items.list(viewer, query);
  }

  @ForStaff('finance')
  @Route(contract.assignFinanceItem)
  assign(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.assignFinanceItem.body }) body: BodyOf<typeof contract.assignFinanceItem>): Promise<contract.FinanceItem> {
    return this.once.run((tx) => this.items.assign(tx, viewer, id, body));
  }

  @ForStaff('finance')
  @Route(contract.explainFinanceItem)
  explain(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.explainFinanceItem.body }) body: BodyOf<typeof contract.explainFinanceItem>): Promise<contract.FinanceItem> {
    return this.once.run((tx) => this.items.explain(tx, viewer, id, body));
  }

  @ForStaff('finance')
  @Route(contract.correctFinanceItem)
  correct(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.correctFinanceItem.body }) body: BodyOf<typeof contract.correctFinanceItem>): Promise<contract.FinanceItem> {
    return this.once.run((tx) => this.items.correct(tx, viewer, id, body));
  }

  @ForStaff(...looking)
  @Route(contract.financePeople)
  people(): Promise<ResponseOf<typeof contract.financePeople>> {
    return this.items.people();
  }
}
