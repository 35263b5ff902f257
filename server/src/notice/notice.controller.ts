import { Body, Controller } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/notice';
import { Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { NoticeService } from './notice.service.js';

@Controller()
export class NoticeController {
  constructor(private readonly notices: NoticeService) {}

  @ForResident()
  @Route(contract.recordConsents)
  async consents(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.recordConsents.body }) body: BodyOf<typeof contract.recordConsents>): Promise<{ done: true }> {
    await this.notices.recordConsents(viewer.id, body.templateIds);
    return { done: true };
  }
}
