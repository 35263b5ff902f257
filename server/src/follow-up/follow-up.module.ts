import { Module } from '@nestjs/common';
import { RulebookModule } from '../rulebook/index.js';
import { TicketModule } from '../ticket/index.js';
import { EvaluationController } from './evaluation.controller.js';
import { EvaluationService } from './evaluation.service.js';
import { FollowUpFollower } from './follow-up-follower.js';
import { FollowUpService } from './follow-up.service.js';
import { FollowUpStaffController } from './follow-up.staff-controller.js';
import { ReviewService } from './review.service.js';

@Module({
  imports: [RulebookModule, TicketModule],
  controllers: [EvaluationController, FollowUpStaffController],
  providers: [FollowUpService, FollowUpFollower, ReviewService, EvaluationService],
})
export class FollowUpModule {}
