import { Injectable } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type { fileComplaint } from '@shouwen/shared/contract/complaint';
import type { TicketProgress } from '@shouwen/shared/contract/ticket';
import { DataSource, type EntityManager, In } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { ResidentViewer } from '../identity/index.js';
import { Hall, Staff } from '../staff/index.js';
import { TicketService } from '../ticket/index.js';
import { staffNumberAsOnTheBadge } from './rules/staff-number-as-on-the-badge.js';

/** Complaints that residents file online (CP-2). */
@Injectable()
export class ComplaintService {
  constructor(
    private readonly tickets: TicketService,
    private readonly customers: CustomerService,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly dataSource: DataSource,
  ) {}

  /** CP-3: registered at once. `NOT_FOUND` for an account that is not the resident's. */
  async file(viewer: ResidentViewer, body: BodyOf<typeof fileComplaint>): Promise<TicketProgress> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const account = body.accountId === null ? null : await this.customers.requireBound(viewer.id, body.accountId);
    if (body.hallId !== null && !(await manager.existsBy(Hall, { id: body.hallId })))
      throw new Refusal('INVALID_INPUT', { message: '没有这个营业厅，请重新选择', fields: [{ path: 'hallId', message: '没有这个营业厅' }] });
    // The hall does not follow from the person complained of: it would tell whether there is such a person.
    const hallId = body.hallId ?? account?.hallId ?? null;
    const complained = await staffByNumber(manager, body.complainedStaffNumber);
    return this.once.run(async (tx) => {
      const ticket = await this.tickets.register(tx, {
        category: body.category, source: 'online', title: body.title, description: withStaffNumber(body.description, body.complainedStaffNumber),
        contactName: body.contactName, contactPhone: body.contactPhone, residentId: viewer.id, accountId: account?.id ?? null,
        address: body.address, landmark: '', place: null, zone: account?.zone ?? 'urban', hallId,
        confidential: body.confidential, complainedStaffIds: complained ? [complained.id] : [], attachmentIds: body.attachmentIds, firstResponsibleId: null, billId: body.billId,
      }, viewer, now);
      return this.tickets.progressFor(viewer.id, ticket.id, tx);
    });
  }
}

/** Badges may say `w102` or `W102`; ours say one of them. */
async function staffByNumber(manager: EntityManager, written: string): Promise<Staff | null> {
  const number = staffNumberAsOnTheBadge(written);
  return number === '' ? null : manager.findOneBy(Staff, { staffNumber: In([number, number.toLowerCase(), written]) });
}

/** The number stays in the words whether or not it is anyone's, so that the two look alike and an unknown one is not lost. */
function withStaffNumber(description: string, staffNumber: string): string {
  return staffNumber === '' ? description : `${description}\n被投诉人工号：${staffNumber}`;
}
