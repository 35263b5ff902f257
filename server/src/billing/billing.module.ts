import { Module } from '@nestjs/common';
import { CustomerModule } from '../customer/index.js';
import { LedgerModule } from '../ledger/index.js';
import { BillingController } from './billing.controller.js';
import { BillingService } from './billing.service.js';
import { ReadingService } from './reading.service.js';

@Module({ imports: [CustomerModule, LedgerModule], controllers: [BillingController], providers: [BillingService, ReadingService], exports: [BillingService, ReadingService] })
export class BillingModule {}
