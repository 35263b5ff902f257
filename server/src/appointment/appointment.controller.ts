import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/appointment';
import { Public, Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { AppointmentService } from './appointment.service.js';
import { CatalogueService } from './catalogue.service.js';

@Controller()
export class AppointmentController {
  constructor(
    private readonly appointments: AppointmentService,
    private readonly catalogue: CatalogueService,
  ) {}

  /** The catalogue and free places are on the hall's notice board as well: nobody need sign in to read them. */
  @Public()
  @Route(contract.services)
  async services(): Promise<ResponseOf<typeof contract.services>> {
    return { items: await this.catalogue.services() };
  }

  @Public()
  @Route(contract.halls)
  async halls(): Promise<ResponseOf<typeof contract.halls>> {
    return { items: await this.catalogue.halls() };
  }

  @Public()
  @Route(contract.bookableDays)
  async days(
    @Param('hallId', ParseIntPipe) hallId: number,
    @Query({ schema: contract.bookableDays.query }) query: QueryOf<typeof contract.bookableDays>,
  ): Promise<ResponseOf<typeof contract.bookableDays>> {
    return { items: await this.catalogue.days(hallId, query.serviceId) };
  }

  @Public()
  @Route(contract.slots)
  async slots(@Param('hallId', ParseIntPipe) hallId: number, @Query({ schema: contract.slots.query }) query: QueryOf<typeof contract.slots>): Promise<ResponseOf<typeof contract.slots>> {
    return { items: await this.catalogue.slots(hallId, query.serviceId, query.date) };
  }

  @ForResident()
  @Route(contract.book)
  book(@Viewer() resident: ResidentViewer, @Body({ schema: contract.book.body }) body: BodyOf<typeof contract.book>): Promise<contract.AppointmentView> {
    return this.appointments.book(resident.id, body);
  }

  @ForResident()
  @Route(contract.myAppointments)
  mine(@Viewer() resident: ResidentViewer, @Query({ schema: contract.myAppointments.query }) query: QueryOf<typeof contract.myAppointments>): Promise<ResponseOf<typeof contract.myAppointments>> {
    return this.appointments.mine(resident.id, query.cursor, query.size);
  }

  @ForResident()
  @Route(contract.appointmentDetail)
  detail(@Viewer() resident: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.AppointmentView> {
    return this.appointments.detail(resident.id, id);
  }

  @ForResident()
  @Route(contract.moveAppointment)
  move(
    @Viewer() resident: ResidentViewer,
    @Param('id', ParseIntPipe) id: number,
    @Body({ schema: contract.moveAppointment.body }) body: BodyOf<typeof contract.moveAppointment>,
  ): Promise<contract.AppointmentView> {
    return this.appointments.move(resident.id, id, body);
  }

  @ForResident()
  @Route(contract.cancelAppointment)
  cancel(
    @Viewer() resident: ResidentViewer,
    @Param('id', ParseIntPipe) id: number,
    @Body({ schema: contract.cancelAppointment.body }) body: BodyOf<typeof contract.cancelAppointment>,
  ): Promise<contract.AppointmentView> {
    return this.appointments.cancel(resident.id, id, body.version);
  }
}
