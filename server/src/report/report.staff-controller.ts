import type { Readable } from 'node:stream';
import { Body, Controller, Query, Res } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/report';
import type { FastifyReply } from 'fastify';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { ArrearsByAgeService } from './arrears-by-age.service.js';
import { CollectionService } from './collection.service.js';
import { ExceptionService } from './exception.service.js';
import { ReportExportService } from './report-export.service.js';
import { TakingsService } from './takings.service.js';

@Controller()
@ForStaff('finance', 'shift-leader', 'hall-director', 'company-leader')
export class ReportStaffController {
  constructor(
    private readonly takingsService: TakingsService,
    private readonly arrearsService: ArrearsByAgeService,
    private readonly collectionService: CollectionService,
    private readonly exceptionService: ExceptionService,
    private readonly exports: ReportExportService,
  ) {}

  @Route(contract.takings)
  takings(@Viewer() viewer: StaffViewer, @Query({ schema: contract.takings.query }) query: QueryOf<typeof contract.takings>): Promise<contract.TakingsReport> {
    return this.takingsService.report(viewer, query);
  }

  @Route(contract.exportTakings)
  async exportTakings(@Viewer() viewer: StaffViewer, @Query({ schema: contract.exportTakings.query }) query: QueryOf<typeof contract.exportTakings>, @Res() reply: FastifyReply): Promise<void> {
    await send(reply, '收费统计', await this.exports.takings(viewer, query));
  }

  @Route(contract.arrearsByAge)
  arrears(@Viewer() viewer: StaffViewer, @Query({ schema: contract.arrearsByAge.query }) query: QueryOf<typeof contract.arrearsByAge>): Promise<contract.ArrearsReport> {
    return this.arrearsService.report(viewer, query.hallId);
  }

  @Route(contract.exportArrearsByAge)
  async exportArrears(@Viewer() viewer: StaffViewer, @Query({ schema: contract.exportArrearsByAge.query }) query: QueryOf<typeof contract.exportArrearsByAge>, @Res() reply: FastifyReply): Promise<void> {
    await send(reply, '欠费账龄', await this.exports.arrears(viewer, query));
  }

  @Route(contract.collection)
  collection(@Viewer() viewer: StaffViewer, @Query({ schema: contract.collection.query }) query: QueryOf<typeof contract.collection>): Promise<contract.CollectionReport> {
    return this.collectionService.report(viewer, query);
  }

  @Route(contract.renewCollection)
  renewCollection(@Viewer() viewer: StaffViewer, @Body({ schema: contract.renewCollection.body }) body: BodyOf<typeof contract.renewCollection>): Promise<contract.CollectionReport> {
    return this.collectionService.report(viewer, body, true);
  }

  @Route(contract.exportCollection)
  async exportCollection(@Viewer() viewer: StaffViewer, @Query({ schema: contract.exportCollection.query }) query: QueryOf<typeof contract.exportCollection>, @Res() reply: FastifyReply): Promise<void> {
    await send(reply, '回收率与收入构成', await this.exports.collection(viewer, query));
  }

  @Route(contract.exceptions)
  exceptions(@Viewer() viewer: StaffViewer, @Query({ schema: contract.exceptions.query }) query: QueryOf<typeof contract.exceptions>): Promise<Page<contract.ExceptionItem>> {
    return this.exceptionService.list(viewer, query);
  }

  @Route(contract.exportExceptions)
  async exportExceptions(@Viewer() viewer: StaffViewer, @Query({ schema: contract.exportExceptions.query }) query: QueryOf<typeof contract.exportExceptions>, @Res() reply: FastifyReply): Promise<void> {
    await send(reply, '作废退款与调整', await this.exports.exceptions(viewer, query));
  }
}

async function send(reply: FastifyReply, name: string, file: Readable): Promise<void> {
  await reply
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`)
    .header('cache-control', 'no-store')
    .send(file);
}
