import { Body, Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/bill-run';
import type { FastifyReply } from 'fastify';
import { Once, Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { BillRunService } from './bill-run.service.js';
import { ReviewService } from './review.service.js';

@ForStaff('finance')
@Controller()
export class BillRunStaffController {
  constructor(
    private readonly runs: BillRunService,
    private readonly reviews: ReviewService,
    private readonly once: Once,
  ) {}

  @Route(contract.startBillRun)
  start(@Viewer() viewer: StaffViewer, @Body({ schema: contract.startBillRun.body }) body: BodyOf<typeof contract.startBillRun>): Promise<contract.BillRunView> {
    return this.once.run((tx) => this.runs.start(tx, body, viewer));
  }

  @Route(contract.billRuns)
  list(@Query({ schema: contract.billRuns.query }) query: QueryOf<typeof contract.billRuns>): Promise<Page<contract.BillRunItem>> {
    return this.runs.list(query);
  }

  @Route(contract.billRun)
  view(@Param('id', ParseIntPipe) id: number): Promise<contract.BillRunView> {
    return this.runs.view(id);
  }

  @Route(contract.reviewItems)
  items(@Param('id', ParseIntPipe) id: number, @Query({ schema: contract.reviewItems.query }) query: QueryOf<typeof contract.reviewItems>): Promise<Page<contract.ReviewItem>> {
    return this.reviews.list(id, query);
  }

  @Route(contract.reviewWorking)
  working(@Param('id', ParseIntPipe) id: number, @Param('item', ParseIntPipe) item: number): Promise<ResponseOf<typeof contract.reviewWorking>> {
    return this.reviews.working(id, item);
  }

  @Route(contract.decideReviews)
  decide(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.decideReviews.body }) body: BodyOf<typeof contract.decideReviews>): Promise<{ decided: number; left: number }> {
    return this.once.run((tx) => this.reviews.decide(tx, id, body, viewer));
  }

  @Route(contract.readAgainList)
  async readAgain(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    const content = await this.reviews.readAgain(id, viewer);
    await reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('复抄清单.csv')}`).header('cache-control', 'no-store').send(content);
  }

  @Route(contract.issueBillRun)
  issue(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.issueBillRun.body }) body: BodyOf<typeof contract.issueBillRun>): Promise<contract.BillRunView> {
    return this.once.run((tx) => this.runs.issue(tx, id, body, viewer));
  }

  @Route(contract.cancelBillRun)
  cancel(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.cancelBillRun.body }) body: BodyOf<typeof contract.cancelBillRun>): Promise<contract.BillRunView> {
    return this.once.run((tx) => this.runs.cancel(tx, id, body, viewer));
  }

  @Route(contract.billRunPolicy)
  policy(): Promise<contract.BillRunPolicyView> {
    return this.runs.policy();
  }

  @Route(contract.changeBillRunPolicy)
  changePolicy(@Viewer() viewer: StaffViewer, @Body({ schema: contract.changeBillRunPolicy.body }) body: BodyOf<typeof contract.changeBillRunPolicy>): Promise<contract.BillRunPolicyView> {
    return this.once.run((tx) => this.runs.changePolicy(tx, body, viewer));
  }
}
