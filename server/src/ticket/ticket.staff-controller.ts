import { Body, Controller, Param, Query } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/ticket';
import type { TicketCategory, TicketKind } from '@shouwen/shared/vocabulary';
import { DataSource } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { Transactions } from '../database/index.js';
import { Clock, Once, Refusal, Route, Viewer } from '../http/index.js';
import { Department, ForStaff, type StaffViewer } from '../staff/index.js';
import { TicketDesk } from './ticket-desk.service.js';
import { TicketReadingService } from './ticket-reading.service.js';
import { requireTicketId } from './ticket-number.js';
import { TicketService } from './ticket.service.js';

/** The staff's side: lists, details, registration. What can be done to a ticket stands in `ticket-command.staff-controller.ts`. */
@Controller()
@ForStaff()
export class TicketStaffController {
  constructor(
    private readonly tickets: TicketService,
    private readonly desk: TicketDesk,
    private readonly readings: TicketReadingService,
    private readonly customers: CustomerService,
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  @Route(contract.staffTickets)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.staffTickets.query }) query: QueryOf<typeof contract.staffTickets>): Promise<Page<contract.StaffTicketItem>> {
    return this.desk.list(viewer, query);
  }

  @Route(contract.staffTicketCounts)
  counts(@Viewer() viewer: StaffViewer): Promise<ResponseOf<typeof contract.staffTicketCounts>> {
    return this.desk.counts(viewer);
  }

  /** PR-2: a look is recorded. */
  @Route(contract.staffTicket)
  async detail(@Viewer() viewer: StaffViewer, @Param('number') number: string): Promise<contract.StaffTicketDetail> {
    const ticketId = requireTicketId(number);
    const detail = await this.desk.staffDetail(viewer, ticketId);
    await this.readings.record(viewer.id, ticketId, this.clock.now());
    return detail;
  }

  @Route(contract.unmask)
  async unmask(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.unmask.body }) body: BodyOf<typeof contract.unmask>): Promise<ResponseOf<typeof contract.unmask>> {
    const ticketId = requireTicketId(number);
    const now = this.clock.now();
    return this.transactions.run((tx) => this.desk.unmask(tx, viewer, ticketId, body.reason, now));
  }

  @Route(contract.departments)
  async departments(): Promise<ResponseOf<typeof contract.departments>> {
    const rows = await this.dataSource.manager.find(Department, { order: { id: 'ASC' } });
    return { items: rows.map(({ id, name, kinds }) => ({ id, name, kinds: kinds as TicketKind[] })) };
  }

  /** FI-1: whoever registers is first responsible. */
  @Route(contract.registerTicket)
  async register(@Viewer() viewer: StaffViewer, @Body({ schema: contract.registerTicket.body }) body: BodyOf<typeof contract.registerTicket>): Promise<contract.StaffTicketDetail> {
    const { accountNumber, category, ...matter } = body;
    const account = accountNumber === '' ? null : await this.customers.accountByNumber(accountNumber);
    if (accountNumber !== '' && account === null) throw new Refusal('INVALID_INPUT', { message: '没有这个户号，请核对', fields: [{ path: 'accountNumber', message: '没有这个户号' }] });
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const written = await this.tickets.registered(
        tx,
        // Whether the word is a category, the registration checks.
        { ...matter, category: category as TicketCategory, residentId: null, accountId: account?.id ?? null, place: null, hallId: viewer.hallId ?? account?.hallId ?? null, firstResponsibleId: viewer.id },
        { kind: 'staff', id: viewer.id },
        now,
      );
      return this.desk.staffDetailOf(viewer, written, tx);
    });
  }
}
