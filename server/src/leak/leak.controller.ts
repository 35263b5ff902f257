import { Body, Controller } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/leak';
import type { TicketProgress } from '@shouwen/shared/contract/ticket';
import { Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { LeakService } from './leak.service.js';

@Controller()
export class LeakController {
  constructor(private readonly leaks: LeakService) {}

  @ForResident()
  @Route(contract.reportLeak)
  report(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.reportLeak.body }) body: BodyOf<typeof contract.reportLeak>): Promise<TicketProgress> {
    return this.leaks.report(viewer, body);
  }
}
