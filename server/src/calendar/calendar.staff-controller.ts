import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/calendar';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { HallCalendarService } from './hall-calendar.service.js';

/** All staff may see when a hall opens; administrators say it. */
@Controller()
export class CalendarStaffController {
  constructor(private readonly halls: HallCalendarService) {}

  @ForStaff()
  @Route(contract.hallCalendars)
  async list(): Promise<ResponseOf<typeof contract.hallCalendars>> {
    return { items: await this.halls.list() };
  }

  @ForStaff()
  @Route(contract.hallCalendarEditions)
  editions(
    @Param('hallId', ParseIntPipe) hallId: number,
    @Query({ schema: contract.hallCalendarEditions.query }) query: QueryOf<typeof contract.hallCalendarEditions>,
  ): Promise<ResponseOf<typeof contract.hallCalendarEditions>> {
    return this.halls.editions(hallId, query.cursor, query.size);
  }

  @ForStaff('administrator')
  @Route(contract.saveHallCalendar)
  save(
    @Viewer() viewer: StaffViewer,
    @Param('hallId', ParseIntPipe) hallId: number,
    @Body({ schema: contract.saveHallCalendar.body }) body: BodyOf<typeof contract.saveHallCalendar>,
  ): Promise<ResponseOf<typeof contract.saveHallCalendar>> {
    return this.halls.save(hallId, body, viewer);
  }
}
