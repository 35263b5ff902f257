import { Module } from '@nestjs/common';
import { BillingModule } from '../billing/index.js';
import { CustomerModule } from '../customer/index.js';
import { NoticeModule } from '../notice/index.js';
import { BillRunService } from './bill-run.service.js';
import { BillRunStaffController } from './bill-run.staff-controller.js';
import { Issued } from './issued.js';
import { ReviewService } from './review.service.js';

@Module({ imports: [BillingModule, CustomerModule, NoticeModule], controllers: [BillRunStaffController], providers: [BillRunService, ReviewService, Issued], exports: [BillRunService] })
export class BillRunModule {}
