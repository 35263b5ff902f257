import { Injectable } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/appointment';
import { shanghaiDate, ticketNumberOf, type DateString } from '@shouwen/shared/value';
import { type AppointmentAction, isTicketCategory } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager } from 'typeorm';
import { phoneDigestOf } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { TicketService } from '../ticket/index.js';
import { Appointment } from './appointment.entity.js';
import { type AppointmentScope, AppointmentService, refuseUnless, save } from './appointment.service.js';
import { hallDayItems } from './appointment.view.js';
import { transitions } from './rules/appointment-lifecycle.js';
import { ServiceItem } from './service-item.entity.js';
import { SlotService } from './slot.service.js';

/** The hall's side: its day, checking in, calling, finishing. Staff see and touch their own hall only. */
@Injectable()
export class AppointmentDeskService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly appointments: AppointmentService,
    private readonly slots: SlotService,
    private readonly tickets: TicketService,
    private readonly clock: Clock,
  ) {}

  async day(viewer: StaffViewer, date: DateString | undefined): Promise<ResponseOf<typeof contract.hallDay>> {
    const now = this.clock.now();
    const hallId = hallOf(viewer);
    const day = date ?? shanghaiDate(now);
    const { manager } = this.dataSource;
    const rows = await manager.find(Appointment, { where: { hallId, date: day }, order: { startTime: 'ASC', id: 'ASC' } });
    const items = await hallDayItems(manager, rows, await this.slots.policyOf(manager, hallId), now);
    const slots = await this.slots.plannedSlots(hallId, day);
    return { date: day, items, slots: slots.map((slot) => ({ date: day, ...slot })) };
  }

  /** QU-1 by phone: one booking per number, service and day; the caller is told the code and the materials. */
  bookByPhone(viewer: StaffViewer, body: BodyOf<typeof contract.bookByPhone>): Promise<contract.HallDayItem> {
    return this.appointments.create(body, { phoneDigest: phoneDigestOf(body.contactPhone) }, viewer.id, (tx, row, now) => this.item(tx, row, now));
  }

  /** What the resident does in the app, for who rings up. Refuses what the resident is refused. */
  move(viewer: StaffViewer, id: number, body: BodyOf<typeof contract.moveForResident>): Promise<contract.HallDayItem> {
    return this.appointments.moveIn(changeableBy(viewer, id), body, (tx, row, now) => this.item(tx, row, now));
  }

  /** The resident hears of it, since somebody else did it. */
  cancel(viewer: StaffViewer, id: number, version: number): Promise<contract.HallDayItem> {
    return this.appointments.cancelIn(changeableBy(viewer, id), version, async (tx, row, now) => {
      const service = await tx.findOneByOrFail(ServiceItem, { id: row.serviceItemId });
      await this.appointments.tellResident(tx, row, service, 'cancelled', '预约已取消', now);
      return this.item(tx, row, now);
    });
  }

  /** Codes of other halls and other days are as unknown as wrong ones (`CHECK_IN_CODE_UNKNOWN`). */
  checkIn(viewer: StaffViewer, code: string): Promise<contract.HallDayItem> {
    const hallId = hallOf(viewer);
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const row = await tx.findOneBy(Appointment, { hallId, date: shanghaiDate(now), checkInCode: code });
      if (!row) throw new Refusal('CHECK_IN_CODE_UNKNOWN');
      refuseUnless(row, row.version, 'check-in', now, await this.slots.policyOf(tx, hallId));
      await save(tx, row, { state: transitions['check-in'].to, checkedInAt: now });
      await this.appointments.tellHall(tx, row, now);
      return this.item(tx, row, now);
    });
  }

  /** QU-2; again for the same person is a recall. Refuses `PRESENCE_NOT_ALLOWED` to who is not on duty or away for too long (AB-4). */
  call(viewer: StaffViewer, id: number, version: number, windowName: string): Promise<contract.HallDayItem> {
    return this.act(viewer, id, version, 'call', async (tx, row, now) => {
      if (!(await tx.existsBy(Staff, { id: viewer.id, onDuty: true }))) throw new Refusal('PRESENCE_NOT_ALLOWED', { rule: 'AB-4', message: '您现在不在岗，请先在页面右上角上岗再叫号' });
      await save(tx, row, { state: transitions.call.to, calledAt: now, calledById: viewer.id, windowName });
      const service = await tx.findOneByOrFail(ServiceItem, { id: row.serviceItemId });
      await this.appointments.tellResident(tx, row, service, `called:${row.version}`, `请到${windowName}办理`, now);
      return this.item(tx, row, now);
    });
  }

  finish(viewer: StaffViewer, id: number, version: number, result: string): Promise<contract.HallDayItem> {
    return this.act(viewer, id, version, 'finish', async (tx, row, now) => {
      await save(tx, row, { state: transitions.finish.to, liveKey: null, finishedAt: now, result });
      return this.item(tx, row, now);
    });
  }

  /** FI-1, FI-5: what cannot be settled at the counter becomes a ticket, the acting clerk first responsible, in one act. */
  toTicket(viewer: StaffViewer, id: number, body: BodyOf<typeof contract.appointmentToTicket>): Promise<ResponseOf<typeof contract.appointmentToTicket>> {
    const { category } = body;
    if (!isTicketCategory(category)) throw new Refusal('INVALID_INPUT', { message: '请选择事项类别', fields: [{ path: 'category', message: '请选择事项类别' }] });
    return this.act(viewer, id, body.version, 'to-ticket', async (tx, row, now) => {
      const ticket = await this.tickets.register(tx, {
        category, source: 'counter', title: body.title, description: body.description, contactName: row.contactName, contactPhone: row.contactPhone,
        residentId: row.residentId, accountId: null, address: body.address, landmark: '', place: null, zone: 'urban', hallId: row.hallId,
        confidential: false, complainedStaffIds: [], attachmentIds: [], firstResponsibleId: viewer.id,
      }, { kind: 'staff', id: viewer.id }, now);
      await save(tx, row, { state: transitions['to-ticket'].to, liveKey: null, finishedAt: now, ticketId: ticket.id });
      return { appointment: await this.item(tx, row, now), ticketNumber: ticketNumberOf(ticket.id) };
    });
  }

  private act<T>(viewer: StaffViewer, id: number, version: number, action: AppointmentAction, work: (tx: EntityManager, row: Appointment, now: Date) => Promise<T>): Promise<T> {
    const hallId = hallOf(viewer);
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const row = await tx.findOneBy(Appointment, { id, hallId });
      if (!row) throw new Refusal('NOT_FOUND');
      refuseUnless(row, version, action, now, await this.slots.policyOf(tx, hallId));
      const answer = await work(tx, row, now);
      await this.appointments.tellHall(tx, row, now);
      return answer;
    });
  }

  private async item(tx: EntityManager, row: Appointment, now: Date): Promise<contract.HallDayItem> {
    return (await hallDayItems(tx, [row], await this.slots.policyOf(tx, row.hallId), now))[0]!;
  }
}

/** Callers of the hotline have booked at any hall. */
function changeableBy(viewer: StaffViewer, id: number): AppointmentScope {
  return viewer.roles.includes('hotline') ? { id } : { id, hallId: hallOf(viewer) };
}

function hallOf(viewer: StaffViewer): number {
  if (viewer.hallId === null) throw new Refusal('FORBIDDEN', { message: '您没有所属营业厅，不能办理现场预约' });
  return viewer.hallId;
}
