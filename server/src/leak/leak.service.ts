import { Injectable } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type { reportLeak } from '@shouwen/shared/contract/leak';
import type { TicketProgress } from '@shouwen/shared/contract/ticket';
import { categoryLabel } from '@shouwen/shared/vocabulary';
import { DataSource } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { Believed } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import type { ResidentViewer } from '../identity/index.js';
import { Hall } from '../staff/index.js';
import { TicketService } from '../ticket/index.js';
import { hallAndZoneOfLeak } from './rules/hall-and-zone-of-leak.js';

/** Leaks and bursts that residents report. */
@Injectable()
export class LeakService {
  private readonly halls = new Believed((manager) => manager.find(Hall));

  constructor(
    private readonly tickets: TicketService,
    private readonly customers: CustomerService,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly dataSource: DataSource,
  ) {}

  /** The answer names the number, the first responsible (FI-1), and when someone will be there (E3). */
  async report(viewer: ResidentViewer, body: BodyOf<typeof reportLeak>): Promise<TicketProgress> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const [accountId] = await this.customers.accountIdsOf(viewer.id);
    const account = accountId === undefined ? null : await this.customers.accountById(accountId);
    const halls = (await this.halls.get(manager)).map(({ id, latitudeE6, longitudeE6 }) => ({ id, latitude: latitudeE6 / 1e6, longitude: longitudeE6 / 1e6 }));
    const where = hallAndZoneOfLeak(body.place, account, halls);
    if (where === null) throw new Refusal('NO_ONE_TO_ASSIGN', { rule: 'FI-1' });
    return this.once.run(async (tx) => {
      const written = await this.tickets.registered(tx, {
        category: body.category, source: 'online', title: `${categoryLabel(body.category)}（${body.landmark}）`, description: body.description,
        contactName: body.contactName, contactPhone: body.contactPhone, residentId: viewer.id, accountId: null,
        address: body.address, landmark: body.landmark, place: body.place, ...where,
        confidential: false, complainedStaffIds: [], attachmentIds: body.attachmentIds, firstResponsibleId: null,
      }, viewer, now);
      return this.tickets.progressOf(viewer.id, written, tx);
    });
  }
}
