import { Module } from '@nestjs/common';
import { CustomerModule } from '../customer/index.js';
import { NoticeModule } from '../notice/index.js';
import { RulebookModule } from '../rulebook/index.js';
import { TicketModule } from '../ticket/index.js';
import { ComplaintDeskService } from './complaint-desk.service.js';
import { ComplaintFollower } from './complaint-follower.js';
import { ComplaintPaperService } from './complaint-paper.service.js';
import { ComplaintYearService } from './complaint-year.service.js';
import { ComplaintController } from './complaint.controller.js';
import { ComplaintService } from './complaint.service.js';
import { ComplaintStaffController } from './complaint.staff-controller.js';
import { ConsequenceService } from './consequence.service.js';
import { StudyService } from './study.service.js';

@Module({
  imports: [CustomerModule, NoticeModule, RulebookModule, TicketModule],
  controllers: [ComplaintController, ComplaintStaffController],
  providers: [ComplaintService, ComplaintFollower, ComplaintDeskService, ComplaintYearService, ComplaintPaperService, ConsequenceService, StudyService],
})
export class ComplaintModule {}
