import { Body, Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/cashier';
import type { FastifyReply } from 'fastify';
import { Clock, Route, Viewer } from '../http/index.js';
import { amountInWords } from '../payment/index.js';
import { PrintService, sendPdf } from '../print/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { depositPaperOf, shiftPaperOf } from './cashier-paper.js';
import { DayService } from './day.service.js';
import { DepositService } from './deposit.service.js';
import { cashiers, leaders } from './desk.js';
import { DrawerService } from './drawer.service.js';
import { ShiftReports } from './shift-report.service.js';
import { ShiftService } from './shift.service.js';

const readers = [...cashiers, 'hall-director', 'finance', 'company-leader'] as const;

/** PY-4, PY-5, PY-6. */
@Controller()
export class CashierStaffController {
  constructor(
    private readonly shifts: ShiftService,
    private readonly drawers: DrawerService,
    private readonly deposits: DepositService,
    private readonly days: DayService,
    private readonly reports: ShiftReports,
    private readonly print: PrintService,
    private readonly clock: Clock,
  ) {}

  @ForStaff(...cashiers, 'hall-director', 'administrator')
  @Route(contract.drawers)
  all(@Viewer() viewer: StaffViewer): Promise<ResponseOf<typeof contract.drawers>> {
    return this.drawers.drawers(viewer);
  }

  @ForStaff('shift-leader', 'hall-director', 'administrator')
  @Route(contract.addDrawer)
  add(@Viewer() viewer: StaffViewer, @Body({ schema: contract.addDrawer.body }) body: BodyOf<typeof contract.addDrawer>): Promise<contract.DrawerView> {
    return this.drawers.add(viewer, body);
  }

  @ForStaff('shift-leader', 'hall-director', 'administrator')
  @Route(contract.editDrawer)
  edit(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.editDrawer.body }) body: BodyOf<typeof contract.editDrawer>): Promise<contract.DrawerView> {
    return this.drawers.edit(viewer, id, body);
  }

  @ForStaff(...cashiers)
  @Route(contract.requestOverride)
  requestOverride(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.requestOverride.body }) body: BodyOf<typeof contract.requestOverride>): Promise<{ approvalId: number }> {
    return this.drawers.requestOverride(viewer, id, body);
  }

  @ForStaff(...cashiers)
  @Route(contract.myShift)
  mine(@Viewer() viewer: StaffViewer): Promise<contract.MyShift> {
    return this.drawers.mine(viewer);
  }

  @ForStaff(...cashiers)
  @Route(contract.openShift)
  open(@Viewer() viewer: StaffViewer, @Body({ schema: contract.openShift.body }) body: BodyOf<typeof contract.openShift>): Promise<contract.ShiftView> {
    return this.shifts.open(viewer, body);
  }

  @ForStaff(...readers)
  @Route(contract.shifts)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.shifts.query }) query: QueryOf<typeof contract.shifts>): Promise<ResponseOf<typeof contract.shifts>> {
    return this.shifts.list(viewer, query);
  }

  @ForStaff(...readers)
  @Route(contract.shiftReport)
  report(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.ShiftReport> {
    return this.reports.one(viewer, id);
  }

  @ForStaff(...readers)
  @Route(contract.shiftPaper)
  async shiftPaper(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    sendPdf(reply, `班次报表${id}`, await this.print.pdf(shiftPaperOf(await this.reports.one(viewer, id), this.clock.now())));
  }

  @ForStaff(...cashiers)
  @Route(contract.countShift)
  count(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.countShift.body }) body: BodyOf<typeof contract.countShift>): Promise<contract.ShiftView> {
    return this.shifts.count(viewer, id, body);
  }

  @ForStaff(...cashiers)
  @Route(contract.explainDifference)
  explain(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.explainDifference.body }) body: BodyOf<typeof contract.explainDifference>): Promise<contract.ShiftView> {
    return this.shifts.explain(viewer, id, body);
  }

  @ForStaff(...leaders)
  @Route(contract.confirmLate)
  confirmLate(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.confirmLate.body }) body: BodyOf<typeof contract.confirmLate>): Promise<contract.ShiftView> {
    return this.days.confirmLate(viewer, id, body);
  }

  @ForStaff(...cashiers, 'hall-director')
  @Route(contract.depositProposal)
  proposal(@Viewer() viewer: StaffViewer): Promise<contract.DepositProposal> {
    return this.deposits.proposal(viewer);
  }

  @ForStaff(...cashiers)
  @Route(contract.makeDeposit)
  deposit(@Viewer() viewer: StaffViewer, @Body({ schema: contract.makeDeposit.body }) body: BodyOf<typeof contract.makeDeposit>): Promise<contract.DepositView> {
    return this.deposits.make(viewer, body);
  }

  @ForStaff(...cashiers)
  @Route(contract.depositBanked)
  banked(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.depositBanked.body }) body: BodyOf<typeof contract.depositBanked>): Promise<contract.DepositView> {
    return this.deposits.banked(viewer, id, body);
  }

  @ForStaff(...cashiers, 'hall-director')
  @Route(contract.deposits)
  depositList(@Viewer() viewer: StaffViewer, @Query({ schema: contract.deposits.query }) query: QueryOf<typeof contract.deposits>): Promise<ResponseOf<typeof contract.deposits>> {
    return this.deposits.list(viewer, query);
  }

  @ForStaff(...cashiers, 'hall-director')
  @Route(contract.depositPaper)
  async depositPaper(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    const deposit = await this.deposits.one(viewer, id);
    sendPdf(reply, `存款单${deposit.slipNumber}`, await this.print.pdf(depositPaperOf(deposit, amountInWords(deposit.amountFen), this.clock.now())));
  }

  @ForStaff(...leaders, 'finance', 'company-leader')
  @Route(contract.cashDays)
  dayList(@Viewer() viewer: StaffViewer, @Query({ schema: contract.cashDays.query }) query: QueryOf<typeof contract.cashDays>): Promise<ResponseOf<typeof contract.cashDays>> {
    return this.days.list(viewer, query);
  }

  @ForStaff(...leaders, 'finance', 'company-leader')
  @Route(contract.cashDay)
  day(@Viewer() viewer: StaffViewer, @Param('hallId', ParseIntPipe) hallId: number, @Param('date') date: string): Promise<contract.CashDay> {
    return this.days.day(viewer, hallId, date);
  }

  @ForStaff(...leaders)
  @Route(contract.signDay)
  sign(@Viewer() viewer: StaffViewer, @Body({ schema: contract.signDay.body }) body: BodyOf<typeof contract.signDay>): Promise<contract.CashDay> {
    return this.days.sign(viewer, body);
  }

  @ForStaff(...leaders)
  @Route(contract.reopenDay)
  reopen(@Viewer() viewer: StaffViewer, @Body({ schema: contract.reopenDay.body }) body: BodyOf<typeof contract.reopenDay>): Promise<contract.CashDay> {
    return this.days.reopen(viewer, body);
  }
}
