import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/index.js';
import { CustomerModule } from '../customer/index.js';
import { LedgerModule } from '../ledger/index.js';
import { NoticeModule } from '../notice/index.js';
import { PrintModule } from '../print/index.js';
import { TicketModule } from '../ticket/index.js';
import { AdjustmentService } from './adjustment.service.js';
import { BillDesk } from './bill-desk.service.js';
import { BillFollowers } from './bill-followers.js';
import { BillPaper } from './bill-paper.service.js';
import { BillingController } from './billing.controller.js';
import { BillingPolicies } from './billing-policies.js';
import { BillingService } from './billing.service.js';
import { BillingStaffController } from './billing.staff-controller.js';
import { Correctors } from './correctors.js';
import { CorrectionService } from './correction.service.js';
import { DisputeService } from './dispute.service.js';
import { PrepaidService } from './prepaid.service.js';
import { ReadingService } from './reading.service.js';
import { RebillService } from './rebill.service.js';
import { TariffService } from './tariff.service.js';
import { TariffStaffController } from './tariff.staff-controller.js';
import { TermsService } from './terms.service.js';

@Module({
  imports: [ApprovalModule, CustomerModule, LedgerModule, NoticeModule, PrintModule, TicketModule],
  controllers: [BillingController, BillingStaffController, TariffStaffController],
  providers: [BillFollowers, BillingPolicies, BillingService, BillDesk, BillPaper, AdjustmentService, Correctors, CorrectionService, DisputeService, PrepaidService, ReadingService, RebillService, TariffService, TermsService],
  exports: [BillDesk, BillFollowers, BillingPolicies, BillingService, DisputeService, PrepaidService, ReadingService, RebillService],
})
export class BillingModule {}
