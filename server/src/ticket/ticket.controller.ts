import { Body, Controller, Param, Query } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/ticket';
import { Clock, Once, Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import type { TicketCommand } from './rules/ticket-types.js';
import { TicketDesk } from './ticket-desk.service.js';
import { requireTicketId } from './ticket-number.js';
import { TicketService } from './ticket.service.js';

/** A resident's own tickets. */
@Controller()
@ForResident()
export class TicketController {
  constructor(
    private readonly tickets: TicketService,
    private readonly desk: TicketDesk,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  @Route(contract.myTickets)
  mine(@Viewer() viewer: ResidentViewer, @Query({ schema: contract.myTickets.query }) query: QueryOf<typeof contract.myTickets>): Promise<Page<contract.MyTicketItem>> {
    return this.desk.mine(viewer.id, query);
  }

  @Route(contract.ticketProgress)
  async progress(@Viewer() viewer: ResidentViewer, @Param('number') number: string): Promise<contract.TicketProgress> {
    return this.desk.progress(viewer.id, requireTicketId(number));
  }

  @Route(contract.addNote)
  addNote(@Viewer() viewer: ResidentViewer, @Param('number') number: string, @Body({ schema: contract.addNote.body }) body: BodyOf<typeof contract.addNote>): Promise<contract.TicketProgress> {
    return this.act(viewer, number, { type: 'note', ...body });
  }

  @Route(contract.supplyMaterials)
  supplyMaterials(@Viewer() viewer: ResidentViewer, @Param('number') number: string, @Body({ schema: contract.supplyMaterials.body }) body: BodyOf<typeof contract.supplyMaterials>): Promise<contract.TicketProgress> {
    return this.act(viewer, number, { type: 'supply-materials', ...body });
  }

  @Route(contract.rate)
  rate(@Viewer() viewer: ResidentViewer, @Param('number') number: string, @Body({ schema: contract.rate.body }) body: BodyOf<typeof contract.rate>): Promise<contract.TicketProgress> {
    return this.act(viewer, number, { type: 'rate', ...body });
  }

  @Route(contract.notSolved)
  notSolved(@Viewer() viewer: ResidentViewer, @Param('number') number: string, @Body({ schema: contract.notSolved.body }) body: BodyOf<typeof contract.notSolved>): Promise<contract.TicketProgress> {
    return this.act(viewer, number, { type: 'not-solved', ...body });
  }

  private async act(viewer: ResidentViewer, number: string, command: TicketCommand): Promise<contract.TicketProgress> {
    const ticketId = requireTicketId(number);
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const written = await this.tickets.acted(tx, ticketId, null, command, { kind: 'resident', id: viewer.id }, now);
      return this.desk.progressOf(viewer.id, written, tx);
    });
  }
}
