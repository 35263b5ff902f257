import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { AccountModule } from './account/index.js';
import { ApplicationModule } from './application/index.js';
import { ArrearsModule } from './arrears/index.js';
import { AttachmentModule } from './attachment/index.js';
import { ApprovalModule } from './approval/index.js';
import { AppointmentModule } from './appointment/index.js';
import { BillRunModule } from './bill-run/index.js';
import { BillingModule } from './billing/index.js';
import { BreachModule } from './breach/index.js';
import { CalendarModule } from './calendar/index.js';
import { ComplaintModule } from './complaint/index.js';
import { CashierModule } from './cashier/index.js';
import { CONFIG, type Config } from './config/index.js';
import { CounterModule } from './counter/index.js';
import { CustomerModule } from './customer/index.js';
import { DataImportModule } from './data-import/index.js';
import { DatabaseModule } from './database/index.js';
import { DutyModule } from './duty/index.js';
import { FollowUpModule } from './follow-up/index.js';
import { HotlineModule } from './hotline/index.js';
import { HttpModule } from './http/index.js';
import { IdentityModule } from './identity/index.js';
import { InvoiceModule } from './invoice/index.js';
import { JobsModule } from './jobs/index.js';
import { LeakModule } from './leak/index.js';
import { LedgerModule } from './ledger/index.js';
import { NoticeModule } from './notice/index.js';
import { PaymentModule } from './payment/index.js';
import { PrintModule } from './print/index.js';
import { ChargeRuleModule } from './charge-rule/index.js';
import { ReconciliationModule } from './reconciliation/index.js';
import { ReportModule } from './report/index.js';
import { RulebookModule } from './rulebook/index.js';
import { SearchModule } from './search/index.js';
import { SimilarModule } from './similar/index.js';
import { StaffModule } from './staff/index.js';
import { TicketModule } from './ticket/index.js';
import { UsageModule } from './usage/index.js';
import { WechatModule } from './wechat/index.js';

/** The product's capabilities, put together. */
@Global()
@Module({})
export class AppModule {
  static with(config: Config, dataSource: DataSource): DynamicModule {
    return {
      module: AppModule,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
      imports: [DatabaseModule.with(dataSource), HttpModule, JobsModule, PrintModule, StaffModule, RulebookModule, CalendarModule, WechatModule, IdentityModule, NoticeModule, ApprovalModule, CustomerModule, LedgerModule, BillingModule, BillRunModule, DataImportModule, PaymentModule, CashierModule, CounterModule, ReconciliationModule, ChargeRuleModule, ReportModule, ArrearsModule, AttachmentModule, TicketModule, BreachModule, LeakModule, ComplaintModule, FollowUpModule, ApplicationModule, AppointmentModule, HotlineModule, SearchModule, AccountModule, SimilarModule, InvoiceModule, UsageModule, DutyModule],
    };
  }
}
