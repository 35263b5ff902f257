import { Body, Controller, Param, Query } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/ticket';
import type { TicketCategory, TicketKind } from '@shouwen/shared/vocabulary';
import { DataSource } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { Transactions } from '../database/index.js';
import { Clock, Once, Refusal, Route, Viewer } from '../http/index.js';
import { Department, ForStaff, type StaffViewer } from '../staff/index.js';
import type { TicketCommand } from './rules/ticket-types.js';
import { TicketDesk } from './ticket-desk.service.js';
import { requireTicketId } from './ticket-number.js';
import { TicketService } from './ticket.service.js';

/** The staff's side: lists, details, and every step of a ticket. Who may do what, the rules decide. */
@Controller()
@ForStaff()
export class TicketStaffController {
  constructor(
    private readonly tickets: TicketService,
    private readonly desk: TicketDesk,
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

  @Route(contract.staffTicket)
  async detail(@Viewer() viewer: StaffViewer, @Param('number') number: string): Promise<contract.StaffTicketDetail> {
    return this.desk.staffDetail(viewer, requireTicketId(number));
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
      const ticket = await this.tickets.register(
        tx,
        // Whether the word is a category, the registration checks.
        { ...matter, category: category as TicketCategory, residentId: null, accountId: account?.id ?? null, place: null, hallId: viewer.hallId ?? account?.hallId ?? null, firstResponsibleId: viewer.id },
        { kind: 'staff', id: viewer.id },
        now,
      );
      return this.desk.staffDetail(viewer, ticket.id, tx);
    });
  }

  @Route(contract.respond)
  respond(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.respond.body }) { version, ...body }: BodyOf<typeof contract.respond>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'respond', ...body });
  }

  @Route(contract.transfer)
  transfer(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.transfer.body }) { version, ...body }: BodyOf<typeof contract.transfer>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'transfer', ...body });
  }

  @Route(contract.accept)
  accept(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.accept.body }) { version }: BodyOf<typeof contract.accept>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'accept' });
  }

  @Route(contract.arrive)
  arrive(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.arrive.body }) { version, ...body }: BodyOf<typeof contract.arrive>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'arrive', ...body });
  }

  @Route(contract.returnResult)
  returnResult(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.returnResult.body }) { version, ...body }: BodyOf<typeof contract.returnResult>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'return', ...body });
  }

  @Route(contract.answer)
  answer(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.answer.body }) { version, ...body }: BodyOf<typeof contract.answer>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'answer', ...body });
  }

  @Route(contract.close)
  close(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.close.body }) { version, ...body }: BodyOf<typeof contract.close>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'close', ...body });
  }

  @Route(contract.note)
  note(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.note.body }) { version, ...body }: BodyOf<typeof contract.note>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'note', ...body });
  }

  @Route(contract.requestMaterials)
  requestMaterials(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.requestMaterials.body }) { version, ...body }: BodyOf<typeof contract.requestMaterials>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'request-materials', ...body });
  }

  @Route(contract.confirmMaterials)
  confirmMaterials(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.confirmMaterials.body }) { version, ...body }: BodyOf<typeof contract.confirmMaterials>): Promise<contract.StaffTicketDetail> {
    return this.act(viewer, number, version, { type: 'confirm-materials', ...body });
  }

  private async act(viewer: StaffViewer, number: string, version: number, command: TicketCommand): Promise<contract.StaffTicketDetail> {
    const ticketId = requireTicketId(number);
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      await this.tickets.act(tx, ticketId, version, command, { kind: 'staff', id: viewer.id }, now);
      return this.desk.staffDetail(viewer, ticketId, tx);
    });
  }
}
