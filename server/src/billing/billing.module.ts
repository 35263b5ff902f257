import { Module } from '@nestjs/common';
import { CustomerModule } from '../customer/index.js';
import { LedgerModule } from '../ledger/index.js';
import { NoticeModule } from '../notice/index.js';
import { TicketModule } from '../ticket/index.js';
import { BillFollowers } from './bill-followers.js';
import { BillingController } from './billing.controller.js';
import { BillingService } from './billing.service.js';
import { DisputeService } from './dispute.service.js';
import { PrepaidService } from './prepaid.service.js';
import { ReadingService } from './reading.service.js';
import { RebillService } from './rebill.service.js';

@Module({
  imports: [CustomerModule, LedgerModule, NoticeModule, TicketModule],
  controllers: [BillingController],
  providers: [BillFollowers, BillingService, DisputeService, PrepaidService, ReadingService, RebillService],
  exports: [BillFollowers, BillingService, DisputeService, PrepaidService, ReadingService, RebillService],
})
export class BillingModule {}
