import { Body, Controller, Param } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/similar';
import { ticketIdOf } from '@shouwen/shared/value';
import { Refusal, Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { SimilarService } from './similar.service.js';

@Controller()
@ForStaff()
export class SimilarStaffController {
  constructor(private readonly similar: SimilarService) {}

  @Route(contract.similarTickets)
  async like(@Viewer() viewer: StaffViewer, @Param('number') number: string): Promise<contract.SimilarTickets> {
    const ticketId = ticketIdOf(number);
    if (ticketId === null) throw new Refusal('NOT_FOUND');
    return this.similar.like(viewer, ticketId);
  }

  @Route(contract.similarToDraft)
  likeDraft(@Viewer() viewer: StaffViewer, @Body({ schema: contract.similarToDraft.body }) body: BodyOf<typeof contract.similarToDraft>): Promise<contract.SimilarTickets> {
    return this.similar.likeDraft(viewer, body);
  }
}
