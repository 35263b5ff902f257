import { Body, Controller } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/complaint';
import type { TicketProgress } from '@shouwen/shared/contract/ticket';
import { Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { ComplaintService } from './complaint.service.js';

@Controller()
export class ComplaintController {
  constructor(private readonly complaints: ComplaintService) {}

  @ForResident()
  @Route(contract.fileComplaint)
  file(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.fileComplaint.body }) body: BodyOf<typeof contract.fileComplaint>): Promise<TicketProgress> {
    return this.complaints.file(viewer, body);
  }
}
