import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/notice';
import { Transactions } from '../database/index.js';
import { Clock, Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { StaffNotices } from './staff-notice.service.js';

@Controller()
@ForStaff()
export class NoticeStaffController {
  constructor(
    private readonly notices: StaffNotices,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  @Route(contract.staffNotices)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.staffNotices.query }) query: QueryOf<typeof contract.staffNotices>): Promise<Page<contract.StaffNoticeItem>> {
    return this.notices.list(viewer.id, query);
  }

  @Route(contract.unreadStaffNotices)
  async unread(@Viewer() viewer: StaffViewer): Promise<{ unread: number }> {
    return { unread: await this.notices.unread(viewer.id) };
  }

  @Route(contract.readStaffNotice)
  async read(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<{ unread: number }> {
    await this.transactions.run((tx) => this.notices.read(tx, viewer.id, id, this.clock.now()));
    return { unread: await this.notices.unread(viewer.id) };
  }

  @Route(contract.readStaffNotices)
  async readAll(@Viewer() viewer: StaffViewer, @Body({ schema: contract.readStaffNotices.body }) { upTo }: BodyOf<typeof contract.readStaffNotices>): Promise<{ unread: number }> {
    await this.transactions.run((tx) => this.notices.readAll(tx, viewer.id, upTo, this.clock.now()));
    return { unread: await this.notices.unread(viewer.id) };
  }
}
