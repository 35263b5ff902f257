import { Module } from '@nestjs/common';
import { AppointmentModule } from '../appointment/index.js';
import { BillingModule } from '../billing/index.js';
import { CustomerModule } from '../customer/index.js';
import { TicketModule } from '../ticket/index.js';
import { ExchangeController } from './exchange.controller.js';
import { HotlineService } from './hotline.service.js';
import { HotlineStaffController } from './hotline.staff-controller.js';

@Module({ imports: [AppointmentModule, BillingModule, CustomerModule, TicketModule], controllers: [HotlineStaffController, ExchangeController], providers: [HotlineService] })
export class HotlineModule {}
