import { Module } from '@nestjs/common';
import { CustomerModule } from '../customer/index.js';
import { LedgerModule } from '../ledger/index.js';
import { BillingController } from './billing.controller.js';
import { BillingService } from './billing.service.js';
import { PrepaidService } from './prepaid.service.js';
import { ReadingService } from './reading.service.js';

@Module({ imports: [CustomerModule, LedgerModule], controllers: [BillingController], providers: [BillingService, PrepaidService, ReadingService], exports: [BillingService, PrepaidService, ReadingService] })
export class BillingModule {}
