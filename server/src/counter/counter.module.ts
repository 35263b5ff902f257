import { Module } from '@nestjs/common';
import { BillingModule } from '../billing/index.js';
import { CustomerModule } from '../customer/index.js';
import { PaymentModule } from '../payment/index.js';
import { CounterService } from './counter.service.js';
import { CounterStaffController } from './counter.staff-controller.js';

@Module({ imports: [BillingModule, CustomerModule, PaymentModule], controllers: [CounterStaffController], providers: [CounterService] })
export class CounterModule {}
