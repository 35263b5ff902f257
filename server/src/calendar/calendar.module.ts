import { Module } from '@nestjs/common';
import { RulebookModule } from '../rulebook/index.js';
import { CalendarService } from './calendar.service.js';
import { CalendarStaffController } from './calendar.staff-controller.js';
import { HallCalendarService } from './hall-calendar.service.js';

@Module({ imports: [RulebookModule], controllers: [CalendarStaffController], providers: [CalendarService, HallCalendarService], exports: [CalendarService, HallCalendarService] })
export class CalendarModule {}
