import { Body, Controller, Param, ParseIntPipe } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/hotline';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { HotlineService } from './hotline.service.js';

@Controller()
@ForStaff('hotline', 'hall-manager')
export class HotlineStaffController {
  constructor(private readonly hotline: HotlineService) {}

  @Route(contract.beginCall)
  begin(@Viewer() viewer: StaffViewer, @Body({ schema: contract.beginCall.body }) body: BodyOf<typeof contract.beginCall>): Promise<contract.CallerCard> {
    return this.hotline.begin(viewer, body.phone);
  }

  @Route(contract.recentCalls)
  recent(@Viewer() viewer: StaffViewer): Promise<ResponseOf<typeof contract.recentCalls>> {
    return this.hotline.recent(viewer);
  }

  @Route(contract.callerCard)
  card(@Viewer() viewer: StaffViewer, @Param('callId', ParseIntPipe) callId: number): Promise<contract.CallerCard> {
    return this.hotline.card(viewer, callId);
  }

  @Route(contract.ticketFromCall)
  toTicket(
    @Viewer() viewer: StaffViewer,
    @Param('callId', ParseIntPipe) callId: number,
    @Body({ schema: contract.ticketFromCall.body }) body: BodyOf<typeof contract.ticketFromCall>,
  ): Promise<StaffTicketDetail> {
    return this.hotline.toTicket(viewer, callId, body);
  }

  @Route(contract.noteFromCall)
  note(
    @Viewer() viewer: StaffViewer,
    @Param('callId', ParseIntPipe) callId: number,
    @Body({ schema: contract.noteFromCall.body }) body: BodyOf<typeof contract.noteFromCall>,
  ): Promise<StaffTicketDetail> {
    return this.hotline.note(viewer, callId, body.ticketNumber, body.text);
  }

  @Route(contract.endCall)
  end(@Viewer() viewer: StaffViewer, @Param('callId', ParseIntPipe) callId: number, @Body({ schema: contract.endCall.body }) body: BodyOf<typeof contract.endCall>): Promise<{ done: true }> {
    return this.hotline.end(viewer, callId, body.summary);
  }
}
