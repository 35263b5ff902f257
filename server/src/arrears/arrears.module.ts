import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/index.js';
import { BillingModule } from '../billing/index.js';
import { CustomerModule } from '../customer/index.js';
import { NoticeModule } from '../notice/index.js';
import { AccountArrearsService } from './account-arrears.service.js';
import { ArrearsStaffController } from './arrears.staff-controller.js';
import { CallService } from './call.service.js';
import { DisputePauseService } from './dispute-pause.service.js';
import { PlanService } from './plan.service.js';
import { ReminderPassService } from './reminder-pass.service.js';
import { SeriesService } from './series.service.js';

@Module({ imports: [ApprovalModule, BillingModule, CustomerModule, NoticeModule], controllers: [ArrearsStaffController], providers: [SeriesService, PlanService, AccountArrearsService, CallService, DisputePauseService, ReminderPassService] })
export class ArrearsModule {}
