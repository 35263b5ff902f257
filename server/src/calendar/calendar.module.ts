import { Module } from '@nestjs/common';
import { RulebookModule } from '../rulebook/index.js';
import { CalendarService } from './calendar.service.js';

@Module({ imports: [RulebookModule], providers: [CalendarService], exports: [CalendarService] })
export class CalendarModule {}
