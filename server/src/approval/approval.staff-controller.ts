import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/approval';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { ApprovalService } from './approval.service.js';

/** Who may decide what, the kinds say themselves. */
@Controller()
@ForStaff()
export class ApprovalStaffController {
  constructor(private readonly approvals: ApprovalService) {}

  @Route(contract.approvals)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.approvals.query }) query: QueryOf<typeof contract.approvals>): Promise<Page<contract.ApprovalItem>> {
    return this.approvals.list(viewer, query);
  }

  @Route(contract.approvalCounts)
  counts(@Viewer() viewer: StaffViewer): Promise<{ toDecide: number }> {
    return this.approvals.counts(viewer);
  }

  @Route(contract.approval)
  one(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.ApprovalItem> {
    return this.approvals.one(viewer, id);
  }

  @Route(contract.decideApproval)
  decide(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.decideApproval.body }) body: BodyOf<typeof contract.decideApproval>): Promise<contract.ApprovalItem> {
    return this.approvals.decide(viewer, id, body);
  }

  @Route(contract.withdrawApproval)
  withdraw(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.withdrawApproval.body }) body: BodyOf<typeof contract.withdrawApproval>): Promise<contract.ApprovalItem> {
    return this.approvals.withdraw(viewer, id, body);
  }
}
