import { Body, Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/duty';
import type { FastifyReply } from 'fastify';
import { Clock, Route, Viewer } from '../http/index.js';
import { PrintService } from '../print/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { AttendanceService } from './attendance.service.js';
import { BoardService } from './board.service.js';
import { LeaveDesk } from './leave-desk.service.js';
import { LeaveService } from './leave.service.js';
import { PresenceService } from './presence.service.js';
import { slipPaper } from './slip-paper.js';
import { WorkingHoursService } from './working-hours.service.js';

@Controller()
export class DutyStaffController {
  constructor(
    private readonly presence: PresenceService,
    private readonly boards: BoardService,
    private readonly leave: LeaveService,
    private readonly desk: LeaveDesk,
    private readonly attendance: AttendanceService,
    private readonly hours: WorkingHoursService,
    private readonly print: PrintService,
    private readonly clock: Clock,
  ) {}

  @ForStaff()
  @Route(contract.myPresence)
  mine(@Viewer() viewer: StaffViewer): Promise<contract.PresenceView> {
    return this.presence.view(viewer.id);
  }

  @ForStaff()
  @Route(contract.changePresence)
  change(@Viewer() viewer: StaffViewer, @Body({ schema: contract.changePresence.body }) body: BodyOf<typeof contract.changePresence>): Promise<contract.PresenceView> {
    return this.presence.change(viewer, body.to, body.version);
  }

  @ForStaff()
  @Route(contract.dutyBoard)
  board(@Viewer() viewer: StaffViewer): Promise<contract.DutyBoard> {
    return this.boards.board(viewer);
  }

  @ForStaff()
  @Route(contract.leaves)
  leaves(@Viewer() viewer: StaffViewer, @Query({ schema: contract.leaves.query }) query: QueryOf<typeof contract.leaves>): Promise<ResponseOf<typeof contract.leaves>> {
    return this.desk.list(viewer, query);
  }

  @ForStaff()
  @Route(contract.leaveCounts)
  counts(@Viewer() viewer: StaffViewer): Promise<{ waiting: number }> {
    return this.desk.counts(viewer);
  }

  @ForStaff()
  @Route(contract.requestLeave)
  request(@Viewer() viewer: StaffViewer, @Body({ schema: contract.requestLeave.body }) body: BodyOf<typeof contract.requestLeave>): Promise<contract.LeaveDetail> {
    return this.leave.request(viewer, body);
  }

  @ForStaff()
  @Route(contract.leaveDetail)
  detail(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.LeaveDetail> {
    return this.desk.detail(viewer, id);
  }

  @ForStaff()
  @Route(contract.slipPaper)
  async paper(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    const content = await this.print.pdf(slipPaper(await this.desk.detail(viewer, id), this.clock.now()));
    await reply.header('content-type', 'application/pdf').header('content-disposition', `inline; filename="handover-${id}.pdf"`).header('cache-control', 'private, no-store').send(content);
  }

  @ForStaff()
  @Route(contract.signLeave)
  sign(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.signLeave.body }) { version }: BodyOf<typeof contract.signLeave>): Promise<contract.LeaveDetail> {
    return this.leave.act(viewer, id, 'sign', version);
  }

  @ForStaff()
  @Route(contract.signSlip)
  signSlip(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.signSlip.body }) { version }: BodyOf<typeof contract.signSlip>): Promise<contract.LeaveDetail> {
    return this.leave.act(viewer, id, 'sign-slip', version);
  }

  @ForStaff()
  @Route(contract.approveLeave)
  approve(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.approveLeave.body }) { version }: BodyOf<typeof contract.approveLeave>): Promise<contract.LeaveDetail> {
    return this.leave.act(viewer, id, 'approve', version);
  }

  @ForStaff()
  @Route(contract.withdrawLeave)
  withdraw(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.withdrawLeave.body }) { version }: BodyOf<typeof contract.withdrawLeave>): Promise<contract.LeaveDetail> {
    return this.leave.act(viewer, id, 'withdraw', version);
  }

  @ForStaff()
  @Route(contract.returnFromLeave)
  return(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.returnFromLeave.body }) { version }: BodyOf<typeof contract.returnFromLeave>): Promise<contract.LeaveDetail> {
    return this.leave.act(viewer, id, 'return', version);
  }

  @ForStaff()
  @Route(contract.refuseLeave)
  refuse(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.refuseLeave.body }) { version, reason }: BodyOf<typeof contract.refuseLeave>): Promise<contract.LeaveDetail> {
    return this.leave.act(viewer, id, 'refuse', version, { reason });
  }

  @ForStaff()
  @Route(contract.nameRelief)
  nameRelief(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.nameRelief.body }) { version, reliefId }: BodyOf<typeof contract.nameRelief>): Promise<contract.LeaveDetail> {
    return this.leave.act(viewer, id, 'name-relief', version, { reliefId });
  }

  @ForStaff()
  @Route(contract.myAttendance)
  month(@Viewer() viewer: StaffViewer, @Query({ schema: contract.myAttendance.query }) { month, staffId }: QueryOf<typeof contract.myAttendance>): Promise<contract.AttendanceMonth> {
    return this.attendance.month(viewer, staffId ?? viewer.id, month);
  }

  @ForStaff('hall-director', 'section-leader', 'company-leader', 'supervisor')
  @Route(contract.attendanceList)
  attendanceList(@Viewer() viewer: StaffViewer, @Query({ schema: contract.attendanceList.query }) query: QueryOf<typeof contract.attendanceList>): Promise<ResponseOf<typeof contract.attendanceList>> {
    return this.attendance.list(viewer, query);
  }

  @ForStaff('administrator', 'hall-director', 'company-leader')
  @Route(contract.workingHours)
  workingHours(): Promise<ResponseOf<typeof contract.workingHours>> {
    return this.hours.view();
  }

  @ForStaff('administrator')
  @Route(contract.saveWorkingHours)
  saveWorkingHours(@Body({ schema: contract.saveWorkingHours.body }) body: BodyOf<typeof contract.saveWorkingHours>): Promise<ResponseOf<typeof contract.saveWorkingHours>> {
    return this.hours.save(body);
  }

  @ForStaff('administrator')
  @Route(contract.saveDutyPolicy)
  savePolicy(@Body({ schema: contract.saveDutyPolicy.body }) body: BodyOf<typeof contract.saveDutyPolicy>): Promise<ResponseOf<typeof contract.saveDutyPolicy>> {
    return this.hours.savePolicy(body);
  }
}
