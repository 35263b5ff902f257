import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/arrears';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { AccountArrearsService } from './account-arrears.service.js';
import { CallService } from './call.service.js';
import { PlanService } from './plan.service.js';
import { SeriesService } from './series.service.js';

@Controller()
@ForStaff('hotline', 'clerk', 'shift-leader', 'hall-director', 'finance', 'company-leader')
export class ArrearsStaffController {
  constructor(
    private readonly calls: CallService,
    private readonly planService: PlanService,
    private readonly seriesService: SeriesService,
    private readonly accounts: AccountArrearsService,
  ) {}

  @Route(contract.reminderSeries)
  series(@Viewer() viewer: StaffViewer): Promise<contract.ReminderSeriesView> {
    return this.seriesService.view(viewer);
  }

  @ForStaff('finance', 'company-leader')
  @Route(contract.changeReminderSeries)
  changeSeries(@Viewer() viewer: StaffViewer, @Body({ schema: contract.changeReminderSeries.body }) body: BodyOf<typeof contract.changeReminderSeries>): Promise<contract.ReminderSeriesView> {
    return this.seriesService.change(viewer, body);
  }

  @ForStaff('hotline', 'finance')
  @Route(contract.arrearsCalls)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.arrearsCalls.query }) query: QueryOf<typeof contract.arrearsCalls>): Promise<Page<contract.ArrearsCallItem>> {
    return this.calls.list(viewer, query);
  }

  @Route(contract.arrearsCounts)
  counts(@Viewer() viewer: StaffViewer): Promise<{ callsDue: number; plansBroken: number }> {
    return this.calls.counts(viewer);
  }

  @ForStaff('hotline', 'finance')
  @Route(contract.claimArrearsCall)
  claim(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.ArrearsCallCard> {
    return this.calls.claim(viewer, id);
  }

  @ForStaff('hotline', 'finance')
  @Route(contract.releaseArrearsCall)
  release(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<{ done: true }> {
    return this.calls.release(viewer, id);
  }

  @ForStaff('hotline', 'finance')
  @Route(contract.recordArrearsCall)
  record(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.recordArrearsCall.body }) body: BodyOf<typeof contract.recordArrearsCall>): Promise<contract.ArrearsCallItem> {
    return this.calls.record(viewer, id, body);
  }

  @Route(contract.accountArrears)
  account(@Viewer() viewer: StaffViewer, @Param('accountNumber') accountNumber: string): Promise<contract.AccountArrears> {
    return this.accounts.byNumber(viewer, accountNumber);
  }

  @Route(contract.plans)
  plans(@Viewer() viewer: StaffViewer, @Query({ schema: contract.plans.query }) query: QueryOf<typeof contract.plans>): Promise<Page<contract.PlanItem>> {
    return this.planService.list(viewer, query);
  }

  @ForStaff('clerk', 'hotline', 'shift-leader', 'hall-director', 'finance')
  @Route(contract.proposePlan)
  propose(@Viewer() viewer: StaffViewer, @Body({ schema: contract.proposePlan.body }) body: BodyOf<typeof contract.proposePlan>): Promise<contract.PlanItem> {
    return this.planService.propose(viewer, body);
  }
}
