import { Body, Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/complaint-desk';
import type { FastifyReply } from 'fastify';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { ComplaintDeskService } from './complaint-desk.service.js';
import { ComplaintPaperService } from './complaint-paper.service.js';
import { ComplaintYearService } from './complaint-year.service.js';
import { ConsequenceService } from './consequence.service.js';
import { sendFile } from './send-file.js';
import { StudyService } from './study.service.js';
import { yearIn } from './year.js';

/** The staff's side of complaints beyond their tickets: desk, register, study items, yearly sheets (CP-3, CP-8 to CP-10). */
@Controller()
@ForStaff('supervisor')
export class ComplaintStaffController {
  constructor(
    private readonly desk: ComplaintDeskService,
    private readonly years: ComplaintYearService,
    private readonly studies: StudyService,
    private readonly sheets: ConsequenceService,
    private readonly papers: ComplaintPaperService,
  ) {}

  @Route(contract.waitingComplaints)
  waiting(@Viewer() viewer: StaffViewer, @Query({ schema: contract.waitingComplaints.query }) query: QueryOf<typeof contract.waitingComplaints>): Promise<Page<contract.ComplaintItem>> {
    return this.desk.waiting(viewer, query);
  }

  @ForStaff('supervisor', 'hall-director', 'company-leader')
  @Route(contract.complaintCounts)
  counts(@Viewer() viewer: StaffViewer): Promise<contract.ComplaintCounts> {
    return this.desk.counts(viewer);
  }

  @ForStaff('supervisor', 'company-leader', 'hall-director', 'hall-manager')
  @Route(contract.complaintRegister)
  register(@Viewer() viewer: StaffViewer, @Query({ schema: contract.complaintRegister.query }) query: QueryOf<typeof contract.complaintRegister>): Promise<Page<contract.ComplaintRegisterRow>> {
    return this.desk.register(viewer, query);
  }

  @ForStaff('supervisor', 'company-leader', 'hall-director')
  @Route(contract.exportComplaintRegister)
  async exportRegister(@Viewer() viewer: StaffViewer, @Query({ schema: contract.exportComplaintRegister.query }) query: QueryOf<typeof contract.exportComplaintRegister>, @Res() reply: FastifyReply): Promise<void> {
    sendFile(reply, 'xlsx', `投诉登记簿 ${query.year}`, await this.papers.register(viewer, query));
  }

  @ForStaff('supervisor', 'company-leader', 'hall-director', 'hall-manager')
  @Route(contract.complaintYear)
  year(@Viewer() viewer: StaffViewer, @Param('year') year: string): Promise<contract.ComplaintYear> {
    return this.years.year(viewer, yearIn(year));
  }

  @ForStaff('supervisor', 'company-leader', 'hall-director')
  @Route(contract.complaintYearPaper)
  async yearPaper(@Viewer() viewer: StaffViewer, @Param('year') year: string, @Res() reply: FastifyReply): Promise<void> {
    sendFile(reply, 'pdf', `投诉办理汇总 ${year}`, await this.papers.year(viewer, yearIn(year)));
  }

  @ForStaff('supervisor', 'company-leader', 'hall-director')
  @Route(contract.studyItems)
  studyItems(@Viewer() viewer: StaffViewer, @Query({ schema: contract.studyItems.query }) query: QueryOf<typeof contract.studyItems>): Promise<Page<contract.StudyItem>> {
    return this.studies.list(viewer, query);
  }

  @ForStaff('supervisor', 'company-leader', 'hall-director')
  @Route(contract.recordStudy)
  recordStudy(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.recordStudy.body }) body: BodyOf<typeof contract.recordStudy>): Promise<contract.StudyItem> {
    return this.studies.record(viewer, id, body);
  }

  /** The investigator may be anyone. */
  @ForStaff()
  @Route(contract.tellStudy)
  tellStudy(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.tellStudy.body }) body: BodyOf<typeof contract.tellStudy>): Promise<contract.StudyItem> {
    return this.studies.tell(viewer, id, body);
  }

  @Route(contract.consequences)
  consequences(@Viewer() viewer: StaffViewer, @Query({ schema: contract.consequences.query }) query: QueryOf<typeof contract.consequences>): Promise<Page<contract.ConsequenceItem>> {
    return this.sheets.list(viewer, query);
  }

  @Route(contract.proposeConsequence)
  propose(@Viewer() viewer: StaffViewer, @Body({ schema: contract.proposeConsequence.body }) body: BodyOf<typeof contract.proposeConsequence>): Promise<contract.ConsequenceItem> {
    return this.sheets.propose(viewer, body);
  }

  @Route(contract.enterConsequence)
  enter(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.enterConsequence.body }) body: BodyOf<typeof contract.enterConsequence>): Promise<contract.ConsequenceItem> {
    return this.sheets.enter(viewer, id, body);
  }

  @Route(contract.withdrawConsequence)
  withdraw(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.withdrawConsequence.body }) body: BodyOf<typeof contract.withdrawConsequence>): Promise<contract.ConsequenceItem> {
    return this.sheets.withdraw(viewer, id, body);
  }

  @ForStaff('supervisor', 'company-leader')
  @Route(contract.yearlySheets)
  async yearlySheets(@Viewer() viewer: StaffViewer, @Param('year') year: string): Promise<{ items: contract.YearlySheetItem[] }> {
    return { items: await this.sheets.sheets(viewer, yearIn(year)) };
  }

  @ForStaff('supervisor', 'company-leader')
  @Route(contract.yearlySheet)
  yearlySheet(@Viewer() viewer: StaffViewer, @Param('year') year: string, @Param('staffId', ParseIntPipe) staffId: number): Promise<contract.YearlySheet> {
    return this.sheets.sheet(viewer, yearIn(year), staffId);
  }

  @ForStaff('supervisor', 'company-leader')
  @Route(contract.yearlySheetPaper)
  async yearlySheetPaper(@Viewer() viewer: StaffViewer, @Param('year') year: string, @Param('staffId', ParseIntPipe) staffId: number, @Res() reply: FastifyReply): Promise<void> {
    sendFile(reply, 'pdf', `年度投诉考核表 ${year}`, await this.papers.sheet(viewer, yearIn(year), staffId));
  }
}
