import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/index.js';
import { NoticeModule } from '../notice/index.js';
import { TicketModule } from '../ticket/index.js';
import { BreachFollower } from './breach-follower.js';
import { BreachService } from './breach.service.js';
import { BreachStaffController } from './breach.staff-controller.js';

@Module({ imports: [CalendarModule, NoticeModule, TicketModule], controllers: [BreachStaffController], providers: [BreachService, BreachFollower], exports: [BreachFollower] })
export class BreachModule {}
