import { Module } from '@nestjs/common';
import { BillingModule } from '../billing/index.js';
import { CustomerModule } from '../customer/index.js';
import { LedgerModule } from '../ledger/index.js';
import { NoticeModule } from '../notice/index.js';
import { PaymentModule } from '../payment/index.js';
import { TicketModule } from '../ticket/index.js';
import { PrintModule } from '../print/index.js';
import { PrepaidHistory } from './prepaid-history.service.js';
import { ReceiptPaper } from './receipt-paper.service.js';
import { RelativeService } from './relative.service.js';
import { UsageAlertPolicies } from './usage-alert-policy.service.js';
import { UsageAlertService } from './usage-alert.service.js';
import { UsageController } from './usage.controller.js';
import { UsageService } from './usage.service.js';

@Module({
  imports: [BillingModule, CustomerModule, LedgerModule, NoticeModule, PaymentModule, PrintModule, TicketModule],
  controllers: [UsageController],
  providers: [UsageService, UsageAlertPolicies, UsageAlertService, PrepaidHistory, ReceiptPaper, RelativeService],
  exports: [UsageAlertPolicies, UsageAlertService],
})
export class UsageModule {}
