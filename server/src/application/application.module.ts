import { Module } from '@nestjs/common';
import { AttachmentModule } from '../attachment/index.js';
import { CustomerModule } from '../customer/index.js';
import { RulebookModule } from '../rulebook/index.js';
import { TicketModule } from '../ticket/index.js';
import { ApplicationFollower } from './application-follower.js';
import { ApplicationGuideService } from './application-guide.service.js';
import { ApplicationLedgerService } from './application-ledger.service.js';
import { ApplicationPaperService } from './application-paper.service.js';
import { ApplicationController } from './application.controller.js';
import { ApplicationService } from './application.service.js';
import { ApplicationStaffController } from './application.staff-controller.js';
import { ApplicationViews } from './application.view.js';
import { ArchiveService } from './archive.service.js';
import { WeeklyCheckService } from './weekly-check.service.js';

@Module({
  imports: [AttachmentModule, CustomerModule, RulebookModule, TicketModule],
  controllers: [ApplicationController, ApplicationStaffController],
  providers: [ApplicationService, ApplicationViews, ApplicationFollower, ApplicationGuideService, ApplicationPaperService, ApplicationLedgerService, WeeklyCheckService, ArchiveService],
})
export class ApplicationModule {}
