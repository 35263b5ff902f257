import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/index.js';
import { BillingModule } from '../billing/index.js';
import { PaymentModule } from '../payment/index.js';
import { ReconciliationModule } from '../reconciliation/index.js';
import { UsageModule } from '../usage/index.js';
import { ChargeRuleService } from './charge-rule.service.js';
import { ChargeRuleStaffController } from './charge-rule.staff-controller.js';
import { RuleTables } from './rule-tables.js';

@Module({ imports: [ApprovalModule, BillingModule, PaymentModule, ReconciliationModule, UsageModule], controllers: [ChargeRuleStaffController], providers: [ChargeRuleService, RuleTables] })
export class ChargeRuleModule {}
