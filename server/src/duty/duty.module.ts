import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/index.js';
import { NoticeModule } from '../notice/index.js';
import { TicketModule } from '../ticket/index.js';
import { AttendanceService } from './attendance.service.js';
import { BoardService } from './board.service.js';
import { DutyMessages } from './duty-messages.js';
import { DutyStaffController } from './duty.staff-controller.js';
import { LeaveDesk } from './leave-desk.service.js';
import { LeaveFactsService } from './leave-facts.js';
import { LeaveHandover } from './leave-handover.js';
import { LeaveService } from './leave.service.js';
import { PresenceService } from './presence.service.js';
import { RosterService } from './roster.service.js';
import { RosterStaffController } from './roster.staff-controller.js';
import { WorkingHoursService } from './working-hours.service.js';

@Module({
  imports: [CalendarModule, NoticeModule, TicketModule],
  controllers: [DutyStaffController, RosterStaffController],
  providers: [PresenceService, BoardService, DutyMessages, WorkingHoursService, AttendanceService, LeaveFactsService, LeaveHandover, LeaveService, LeaveDesk, RosterService],
})
export class DutyModule {}
