import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/follow-up';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { EvaluationService } from './evaluation.service.js';
import { FollowUpService } from './follow-up.service.js';
import { ReviewService } from './review.service.js';

/** Whose list it is, the service says: an investigator may be anyone. */
@Controller()
@ForStaff()
export class FollowUpStaffController {
  constructor(
    private readonly followUps: FollowUpService,
    private readonly reviews: ReviewService,
    private readonly evaluations: EvaluationService,
  ) {}

  @Route(contract.followUps)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.followUps.query }) query: QueryOf<typeof contract.followUps>): Promise<Page<contract.FollowUpItem>> {
    return this.followUps.list(viewer, query);
  }

  @Route(contract.followUpCounts)
  counts(@Viewer() viewer: StaffViewer): Promise<ResponseOf<typeof contract.followUpCounts>> {
    return this.followUps.counts(viewer);
  }

  @Route(contract.claimFollowUp)
  claim(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.FollowUpCall> {
    return this.followUps.claim(viewer, id);
  }

  @Route(contract.releaseFollowUp)
  release(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<{ done: true }> {
    return this.followUps.release(viewer, id);
  }

  @Route(contract.answerFollowUp)
  answer(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.answerFollowUp.body }) body: BodyOf<typeof contract.answerFollowUp>): Promise<contract.FollowUpItem> {
    return this.followUps.answer(viewer, id, body);
  }

  @Route(contract.notReached)
  notReached(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.FollowUpItem> {
    return this.followUps.notReached(viewer, id);
  }

  @ForStaff('supervisor', 'company-leader', 'hall-director')
  @Route(contract.reviews)
  reviewList(@Viewer() viewer: StaffViewer, @Query({ schema: contract.reviews.query }) query: QueryOf<typeof contract.reviews>): Promise<Page<contract.ReviewItem>> {
    return this.reviews.list(viewer, query);
  }

  @ForStaff('supervisor', 'company-leader', 'hall-director')
  @Route(contract.decideReview)
  decide(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.decideReview.body }) body: BodyOf<typeof contract.decideReview>): Promise<contract.ReviewItem> {
    return this.reviews.decide(viewer, id, body);
  }

  @Route(contract.openEvaluation)
  openEvaluation(@Viewer() viewer: StaffViewer, @Body({ schema: contract.openEvaluation.body }) body: BodyOf<typeof contract.openEvaluation>): Promise<ResponseOf<typeof contract.openEvaluation>> {
    return this.evaluations.open(viewer, body);
  }

  @Route(contract.evaluationState)
  evaluationState(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<ResponseOf<typeof contract.evaluationState>> {
    return this.evaluations.stateOf(viewer, id);
  }

  @ForStaff('supervisor', 'company-leader', 'hall-director', 'hall-manager', 'shift-leader')
  @Route(contract.evaluationFigures)
  async figures(@Viewer() viewer: StaffViewer, @Query({ schema: contract.evaluationFigures.query }) query: QueryOf<typeof contract.evaluationFigures>): Promise<ResponseOf<typeof contract.evaluationFigures>> {
    return { items: await this.evaluations.figures(viewer, query) };
  }
}
