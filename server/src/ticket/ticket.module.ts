import { Module, type OnModuleInit } from '@nestjs/common';
import { ticketStateLabels, type TicketState } from '@shouwen/shared/vocabulary';
import { AttachmentModule } from '../attachment/index.js';
import { CalendarModule } from '../calendar/index.js';
import { CustomerModule } from '../customer/index.js';
import { NoticeModule, StaffNotices } from '../notice/index.js';
import { RulebookModule } from '../rulebook/index.js';
import { CalendarCorrectionService } from './calendar-correction.service.js';
import { CalendarCorrectionStaffController } from './calendar-correction.staff-controller.js';
import { LadderPeople } from './ladder-people.js';
import { LadderStore } from './ladder-store.js';
import { LadderSweep } from './ladder-sweep.js';
import { ResponsibilityService } from './responsibility.service.js';
import { FirstInquiryRegister } from './first-inquiry-register.service.js';
import { MaterialsNoticeController } from './materials-notice.controller.js';
import { MaterialsNoticeService } from './materials-notice.service.js';
import { ReplyComposer } from './reply-composer.service.js';
import { faultsOfTransitions, transitions } from './rules/transitions.js';
import { SeenTicket } from './seen-ticket.service.js';
import { TicketBooks } from './ticket-books.js';
import { TicketController } from './ticket.controller.js';
import { TicketCompanyStaffController } from './ticket-company.staff-controller.js';
import { TicketCommandStaffController } from './ticket-command.staff-controller.js';
import { TicketDesk } from './ticket-desk.service.js';
import { TicketFollowers } from './ticket-followers.js';
import { TicketMessages } from './ticket-messages.js';
import { TicketPeople } from './ticket-people.js';
import { TicketPresenceService } from './ticket-presence.service.js';
import { TicketReadingService } from './ticket-reading.service.js';
import { TicketService } from './ticket.service.js';
import { TicketSight } from './ticket-sight.service.js';
import { TicketStaffController } from './ticket.staff-controller.js';
import { TicketStore } from './ticket-store.js';

@Module({
  imports: [AttachmentModule, CalendarModule, CustomerModule, NoticeModule, RulebookModule],
  controllers: [TicketController, TicketStaffController, TicketCommandStaffController, TicketCompanyStaffController, MaterialsNoticeController, CalendarCorrectionStaffController],
  providers: [TicketService, TicketDesk, TicketStore, TicketPeople, TicketBooks, TicketFollowers, ResponsibilityService, TicketMessages, LadderStore, LadderPeople, LadderSweep, CalendarCorrectionService, TicketSight, SeenTicket, ReplyComposer, TicketPresenceService, TicketReadingService, MaterialsNoticeService, FirstInquiryRegister],
  exports: [TicketService, TicketStore, TicketPeople, TicketBooks, TicketSight],
})
export class TicketModule implements OnModuleInit {
  constructor(
    private readonly tickets: TicketService,
    private readonly staffNotices: StaffNotices,
  ) {}

  /** A ticket must be able to reach every state and to leave it: otherwise the server does not start. */
  onModuleInit(): void {
    const faults = faultsOfTransitions(Object.keys(ticketStateLabels) as TicketState[], transitions);
    if (faults.length > 0) throw new Error(`the ticket's transitions are not sound: ${faults.join('; ')}`);
    // CP-7: nobody is told of a ticket they must not know of.
    this.staffNotices.hideWith((manager, id, ticketIds) => this.tickets.hiddenFrom({ id }, ticketIds, manager));
  }
}
