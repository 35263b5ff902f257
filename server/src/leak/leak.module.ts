import { Module } from '@nestjs/common';
import { CustomerModule } from '../customer/index.js';
import { TicketModule } from '../ticket/index.js';
import { LeakController } from './leak.controller.js';
import { LeakService } from './leak.service.js';

@Module({ imports: [CustomerModule, TicketModule], controllers: [LeakController], providers: [LeakService] })
export class LeakModule {}
