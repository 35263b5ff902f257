import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { NoticeModule } from '../notice/index.js';
import { TicketModule } from '../ticket/index.js';
import { AppointmentController } from './appointment.controller.js';
import { AppointmentDeskService } from './appointment-desk.service.js';
import { AppointmentService } from './appointment.service.js';
import { AppointmentStaffController } from './appointment.staff-controller.js';
import { CatalogueService } from './catalogue.service.js';
import { SlotService } from './slot.service.js';

@Module({
  imports: [IdentityModule, NoticeModule, TicketModule],
  controllers: [AppointmentController, AppointmentStaffController],
  providers: [CatalogueService, SlotService, AppointmentService, AppointmentDeskService],
  exports: [AppointmentService, CatalogueService],
})
export class AppointmentModule {}
