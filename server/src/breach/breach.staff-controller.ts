import { Body, Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/breach';
import type { FastifyReply } from 'fastify';
import { Once, Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { BreachService } from './breach.service.js';

@Controller()
export class BreachStaffController {
  constructor(
    private readonly breaches: BreachService,
    private readonly once: Once,
  ) {}

  @ForStaff()
  @Route(contract.breaches)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.breaches.query }) query: QueryOf<typeof contract.breaches>): Promise<Page<contract.BreachItem>> {
    return this.breaches.list(viewer, query);
  }

  @ForStaff('section-leader', 'hall-manager', 'hall-director', 'company-leader', 'supervisor')
  @Route(contract.exportBreaches)
  async export(@Viewer() viewer: StaffViewer, @Query({ schema: contract.exportBreaches.query }) query: QueryOf<typeof contract.exportBreaches>, @Res() reply: FastifyReply): Promise<void> {
    const file = await this.breaches.export(viewer, query);
    await reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('考核登记.xlsx')}`)
      .header('cache-control', 'no-store')
      .send(file);
  }

  @ForStaff()
  @Route(contract.contestBreach)
  contest(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.contestBreach.body }) body: BodyOf<typeof contract.contestBreach>): Promise<contract.BreachItem> {
    return this.once.run((tx) => this.breaches.contest(tx, viewer, id, body));
  }

  @ForStaff('section-leader', 'hall-manager', 'hall-director', 'company-leader', 'supervisor')
  @Route(contract.decideBreach)
  decide(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.decideBreach.body }) body: BodyOf<typeof contract.decideBreach>): Promise<contract.BreachItem> {
    return this.once.run((tx) => this.breaches.decide(tx, viewer, id, body));
  }
}
