import { Module } from '@nestjs/common';
import { CustomerModule } from '../customer/index.js';
import { TicketModule } from '../ticket/index.js';
import { ComplaintController } from './complaint.controller.js';
import { ComplaintService } from './complaint.service.js';

@Module({ imports: [CustomerModule, TicketModule], controllers: [ComplaintController], providers: [ComplaintService] })
export class ComplaintModule {}
