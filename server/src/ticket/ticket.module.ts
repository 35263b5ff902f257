import { Module } from '@nestjs/common';
import { AttachmentModule } from '../attachment/index.js';
import { NoticeModule } from '../notice/index.js';
import { ResponsibilityService } from './responsibility.service.js';
import { TicketMessages } from './ticket-messages.js';
import { TicketService } from './ticket.service.js';
import { TicketStore } from './ticket-store.js';

@Module({
  imports: [AttachmentModule, NoticeModule],
  providers: [TicketService, TicketStore, ResponsibilityService, TicketMessages],
  exports: [TicketService],
})
export class TicketModule {}
