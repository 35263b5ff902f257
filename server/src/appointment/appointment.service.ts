import { randomInt } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf, Page } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/appointment';
import type { CallerCard } from '@shouwen/shared/contract/hotline';
import { shanghaiDate, type DateString } from '@shouwen/shared/value';
import type { AppointmentAction } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, LessThan, MoreThanOrEqual } from 'typeorm';
import { isDuplicateKey, phoneDigestOf, Transactions } from '../database/index.js';
import { Clock, LiveUpdates, Once, Refusal } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { NoticeService } from '../notice/index.js';
import { Hall } from '../staff/index.js';
import { Appointment } from './appointment.entity.js';
import { appointmentViews } from './appointment.view.js';
import { CatalogueService } from './catalogue.service.js';
import { missedWhen, transitions, whyNot } from './rules/appointment-lifecycle.js';
import type { BookingPolicy } from './rules/booking-policy.js';
import { type Booker, liveKeyOf, liveStates } from './rules/one-booking-per-person-service-and-day.js';
import { ServiceItem } from './service-item.entity.js';
import { SlotService } from './slot.service.js';

/** What one appointment is made of, whoever books it. */
export interface BookingRequest {
  serviceId: number;
  hallId: number;
  date: DateString;
  startTime: string;
  contactName: string;
  contactPhone: string;
  note: string;
}
/** Which appointments somebody may touch; any other is `NOT_FOUND`. */
export type AppointmentScope = { id: number; residentId: number } | { id: number; hallId?: number };
type View<V> = (tx: EntityManager, row: Appointment, now: Date) => Promise<V>;
const codeAttempts = 20;
const missedBatch = 500;

/** Bookings: made, moved, cancelled, and missed when their day is over. Places are the `SlotService`'s. */
@Injectable()
export class AppointmentService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly catalogue: CatalogueService,
    private readonly slots: SlotService,
    private readonly notices: NoticeService,
    private readonly live: LiveUpdates,
    private readonly scheduler: Scheduler,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(600, 'appointment.missed', () => this.markMissed(this.clock.now()));
  }

  /** Refuses `MATERIALS_NOT_CONFIRMED` (QU-1), `SLOT_UNAVAILABLE`, `SLOT_FULL`, `ALREADY_BOOKED`. */
  async book(residentId: number, body: BodyOf<typeof contract.book>): Promise<contract.AppointmentView> {
    if (!body.materialsConfirmed) throw new Refusal('MATERIALS_NOT_CONFIRMED', { rule: 'QU-1' });
    return this.create(body, { residentId }, null, residentView);
  }

  /** Books for a resident, or for whoever owns `contactPhone` when staff do it; answers with `view` of the new row. */
  async create<V>(request: BookingRequest, booker: Booker, staffId: number | null, view: View<V>): Promise<V> {
    const now = this.clock.now();
    const service = await this.catalogue.bookable(request.hallId, request.serviceId);
    const { hallId, date, startTime } = request;
    const slot = await this.slots.prepare({ hallId, serviceGroup: service.serviceGroup, date, startTime }, now);
    return this.once.run(async (tx) => {
      const liveKey = liveKeyOf(booker, service.id, date);
      await refuseSecondBooking(tx, liveKey, staffId === null ? undefined : alreadyBookedForStaff);
      if (slot instanceof Refusal) throw slot;
      await this.slots.take(tx, slot);
      const row = tx.create(Appointment, {
        state: 'booked', liveKey, bookedByStaffId: staffId, residentId: 'residentId' in booker ? booker.residentId : null,
        serviceItemId: service.id, serviceGroup: service.serviceGroup, hallId, date, startTime, endTime: slot.endTime,
        contactName: request.contactName, contactPhone: request.contactPhone, contactPhoneDigest: phoneDigestOf(request.contactPhone), note: request.note,
        checkedInAt: null, calledAt: null, calledById: null, windowName: null, finishedAt: null, result: null, ticketId: null, createdAt: now, version: 0,
      });
      await withFreeCode(tx, liveKey, newCode(), async (checkInCode) => {
        row.checkInCode = checkInCode;
        const { identifiers } = await tx.insert(Appointment, row);
        row.id = (identifiers[0] as { id: number }).id;
      });
      await this.tellResident(tx, row, service, 'booked', '请带齐材料，提前到厅签到', now);
      await this.tellHall(tx, row, now);
      return view(tx, row, now);
    });
  }

  /** Refuses `NOT_FOUND` for another's, `APPOINTMENT_CHANGED` for a stale version, and what `book` refuses. */
  move(residentId: number, id: number, body: BodyOf<typeof contract.moveAppointment>): Promise<contract.AppointmentView> {
    return this.moveIn({ id, residentId }, body, residentView);
  }

  cancel(residentId: number, id: number, version: number): Promise<contract.AppointmentView> {
    return this.cancelIn({ id, residentId }, version, residentView);
  }

  async moveIn<V>(scope: AppointmentScope, body: BodyOf<typeof contract.moveAppointment>, view: View<V>): Promise<V> {
    const now = this.clock.now();
    const { hallId, serviceGroup } = await this.appointmentIn(this.dataSource.manager, scope);
    const slot = await this.slots.prepare({ hallId, serviceGroup, date: body.date, startTime: body.startTime }, now);
    return this.once.run(async (tx) => {
      const row = await this.changeable(tx, scope, body.version, 'move', now);
      if (row.date === body.date && row.startTime === body.startTime) throw new Refusal('SLOT_UNAVAILABLE', { message: '这就是现在的预约时间，请选择其他时段' });
      const liveKey = liveKeyOf(bookerOf(row), row.serviceItemId, body.date);
      if (liveKey !== row.liveKey) await refuseSecondBooking(tx, liveKey, 'residentId' in scope ? undefined : alreadyBookedForStaff);
      if (slot instanceof Refusal) throw slot;
      await this.slots.exchange(tx, row, slot);
      // The code stays as it was written down, unless someone has it on the new day.
      await withFreeCode(tx, liveKey, row.checkInCode, (checkInCode) =>
        save(tx, row, { date: body.date, startTime: slot.startTime, endTime: slot.endTime, liveKey, checkInCode }),
      );
      const service = await tx.findOneByOrFail(ServiceItem, { id: row.serviceItemId });
      await this.tellResident(tx, row, service, `moved:${row.version}`, '预约时间已修改', now);
      await this.tellHall(tx, row, now);
      return view(tx, row, now);
    });
  }

  async cancelIn<V>(scope: AppointmentScope, version: number, view: View<V>): Promise<V> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const row = await this.changeable(tx, scope, version, 'cancel', now);
      await this.slots.giveBack(tx, row);
      await save(tx, row, { state: transitions.cancel.to, liveKey: null });
      await this.tellHall(tx, row, now);
      return view(tx, row, now);
    });
  }

  async mine(residentId: number, cursor: string | undefined, size: number): Promise<Page<contract.AppointmentView>> {
    const before = cursor !== undefined && /^\d{1,10}$/.test(cursor) ? { id: LessThan(Number(cursor)) } : {};
    const rows = await this.dataSource.manager.find(Appointment, { where: { residentId, ...before }, order: { id: 'DESC' }, take: size + 1 });
    const items = await appointmentViews(this.dataSource.manager, rows.slice(0, size), this.clock.now());
    return { items, next: rows.length > size ? String(rows[size - 1]!.id) : null };
  }

  async detail(residentId: number, id: number): Promise<contract.AppointmentView> {
    const row = await this.appointmentIn(this.dataSource.manager, { id, residentId });
    return residentView(this.dataSource.manager, row, this.clock.now());
  }

  /** HL-4: what a caller has booked from today on, for the hotline. */
  async upcomingByPhone(phone: string, now: Date): Promise<CallerCard['appointments']> {
    const { manager } = this.dataSource;
    const rows = await manager.find(Appointment, {
      where: { contactPhoneDigest: phoneDigestOf(phone), date: MoreThanOrEqual(shanghaiDate(now)), state: In([...liveStates]) },
      order: { date: 'ASC', startTime: 'ASC' },
      take: 20,
    });
    const views = await appointmentViews(manager, rows, now);
    return views.map(({ id, service, hall, date, startTime, allowedActions, version }) => ({
      id, serviceId: service.id, serviceName: service.name, hallId: hall.id, hallName: hall.name, date, startTime, version,
      mayChange: allowedActions.some(({ action, allowed }) => action === 'cancel' && allowed),
    }));
  }

  /** Nobody came, and the day is over. Follows from stored state, so a server that was down catches up. */
  async markMissed(now: Date): Promise<void> {
    const { state, before } = missedWhen(now);
    const where = { state, date: LessThan(before) };
    for (;;) {
      const rows = await this.dataSource.manager.find(Appointment, { select: { id: true }, where, take: missedBatch });
      if (rows.length === 0) return;
      await this.transactions.run(async (tx) => {
        await tx.createQueryBuilder().update(Appointment)
          .set({ state: 'missed', liveKey: null, version: () => 'version + 1' })
          .where({ ...where, id: In(rows.map((row) => row.id)) })
          .execute();
      });
    }
  }

  /** To the phone, where the resident agreed to it (WeChat's one-time consent). */
  async tellResident(tx: EntityManager, row: Appointment, service: Pick<ServiceItem, 'name'>, what: string, note: string, now: Date): Promise<void> {
    if (row.residentId === null) return;
    const hall = await tx.findOneByOrFail(Hall, { id: row.hallId });
    await this.notices.toResident(tx, {
      residentId: row.residentId, purpose: 'appointment', key: `appointment:${row.id}:${what}`, page: `appointment/detail/index?id=${row.id}`,
      fields: { service: service.name, hall: hall.name, at: `${row.date} ${row.startTime}`, code: row.checkInCode, note },
    }, now);
  }

  async tellHall(tx: EntityManager, row: Appointment, now: Date): Promise<void> {
    await this.live.publish(tx, [`hall:${row.hallId}`], 'appointments', String(row.id), now);
  }

  /** The same answer for another's and for none. */
  private async appointmentIn(manager: EntityManager, scope: AppointmentScope): Promise<Appointment> {
    const row = await manager.findOneBy(Appointment, scope);
    if (!row) throw new Refusal('NOT_FOUND');
    return row;
  }

  private async changeable(tx: EntityManager, scope: AppointmentScope, version: number, action: AppointmentAction, now: Date): Promise<Appointment> {
    const row = await this.appointmentIn(tx, scope);
    refuseUnless(row, version, action, now, await this.slots.policyOf(tx, row.hallId));
    return row;
  }
}

/** Refuses a decision taken on an older version, then one that the rules do not allow now. */
export function refuseUnless(row: Appointment, version: number, action: AppointmentAction, now: Date, policy: BookingPolicy): void {
  if (row.version !== version) throw new Refusal('APPOINTMENT_CHANGED');
  const why = whyNot(action, row, now, policy);
  if (why !== null) throw new Refusal('APPOINTMENT_ACTION_NOT_ALLOWED', { message: why, rule: 'QU-1' });
}

/** Writes `changes` unless the row has moved on since it was read (`APPOINTMENT_CHANGED`). */
export async function save(tx: EntityManager, row: Appointment, changes: Partial<Appointment>): Promise<void> {
  const next = { ...changes, version: row.version + 1 };
  const { affected } = await tx.update(Appointment, { id: row.id, version: row.version, state: row.state }, next);
  if (!affected) throw new Refusal('APPOINTMENT_CHANGED');
  Object.assign(row, next);
}

const newCode = () => String(randomInt(1_000_000)).padStart(6, '0');

const residentView: View<contract.AppointmentView> = async (tx, row, now) => (await appointmentViews(tx, [row], now))[0]!;
const bookerOf = (row: Appointment): Booker => (row.residentId === null ? { phoneDigest: row.contactPhoneDigest } : { residentId: row.residentId });
/** To staff, who have no “我的预约”. */
const alreadyBookedForStaff = '这位居民同一天已约过这项业务，请改那个预约的时间，或换一天';

async function refuseSecondBooking(tx: EntityManager, liveKey: string, message?: string): Promise<void> {
  if (await tx.existsBy(Appointment, { liveKey })) throw new Refusal('ALREADY_BOOKED', { rule: 'QU-1', message });
}

/** Writes with `first` as code, or with another where the hall has given that one for the day; the unique keys decide. */
async function withFreeCode(tx: EntityManager, liveKey: string, first: string, write: (code: string) => Promise<void>): Promise<void> {
  let code = first;
  for (let attempt = 1; ; attempt++) {
    try {
      return await write(code);
    } catch (error) {
      if (!isDuplicateKey(error) || attempt === codeAttempts) throw error;
      await refuseSecondBooking(tx, liveKey);
      code = newCode();
    }
  }
}
