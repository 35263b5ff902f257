import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/appointment';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { AppointmentDeskService } from './appointment-desk.service.js';

@Controller()
export class AppointmentStaffController {
  constructor(private readonly desk: AppointmentDeskService) {}

  @ForStaff('clerk', 'hall-manager', 'hall-director')
  @Route(contract.hallDay)
  day(@Viewer() viewer: StaffViewer, @Query({ schema: contract.hallDay.query }) query: QueryOf<typeof contract.hallDay>): Promise<ResponseOf<typeof contract.hallDay>> {
    return this.desk.day(viewer, query.date);
  }

  @ForStaff('clerk', 'hotline', 'hall-manager')
  @Route(contract.bookByPhone)
  bookByPhone(@Viewer() viewer: StaffViewer, @Body({ schema: contract.bookByPhone.body }) body: BodyOf<typeof contract.bookByPhone>): Promise<contract.HallDayItem> {
    return this.desk.bookByPhone(viewer, body);
  }

  @ForStaff('clerk', 'hotline', 'hall-manager')
  @Route(contract.moveForResident)
  move(
    @Viewer() viewer: StaffViewer,
    @Param('id', ParseIntPipe) id: number,
    @Body({ schema: contract.moveForResident.body }) body: BodyOf<typeof contract.moveForResident>,
  ): Promise<contract.HallDayItem> {
    return this.desk.move(viewer, id, body);
  }

  @ForStaff('clerk', 'hotline', 'hall-manager')
  @Route(contract.cancelForResident)
  cancel(
    @Viewer() viewer: StaffViewer,
    @Param('id', ParseIntPipe) id: number,
    @Body({ schema: contract.cancelForResident.body }) body: BodyOf<typeof contract.cancelForResident>,
  ): Promise<contract.HallDayItem> {
    return this.desk.cancel(viewer, id, body.version);
  }

  @ForStaff('clerk', 'hall-manager')
  @Route(contract.checkIn)
  checkIn(@Viewer() viewer: StaffViewer, @Body({ schema: contract.checkIn.body }) body: BodyOf<typeof contract.checkIn>): Promise<contract.HallDayItem> {
    return this.desk.checkIn(viewer, body.code);
  }

  @ForStaff('clerk', 'hall-manager')
  @Route(contract.callAppointment)
  call(
    @Viewer() viewer: StaffViewer,
    @Param('id', ParseIntPipe) id: number,
    @Body({ schema: contract.callAppointment.body }) body: BodyOf<typeof contract.callAppointment>,
  ): Promise<contract.HallDayItem> {
    return this.desk.call(viewer, id, body.version, body.window);
  }

  @ForStaff('clerk', 'hall-manager')
  @Route(contract.finishAppointment)
  finish(
    @Viewer() viewer: StaffViewer,
    @Param('id', ParseIntPipe) id: number,
    @Body({ schema: contract.finishAppointment.body }) body: BodyOf<typeof contract.finishAppointment>,
  ): Promise<contract.HallDayItem> {
    return this.desk.finish(viewer, id, body.version, body.result);
  }

  @ForStaff('clerk', 'hall-manager')
  @Route(contract.appointmentToTicket)
  toTicket(
    @Viewer() viewer: StaffViewer,
    @Param('id', ParseIntPipe) id: number,
    @Body({ schema: contract.appointmentToTicket.body }) body: BodyOf<typeof contract.appointmentToTicket>,
  ): Promise<ResponseOf<typeof contract.appointmentToTicket>> {
    return this.desk.toTicket(viewer, id, body);
  }
}
