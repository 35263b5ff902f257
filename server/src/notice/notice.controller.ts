import { Body, Controller } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/notice';
import { Once, Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { NoticeService } from './notice.service.js';

@Controller()
export class NoticeController {
  constructor(
    private readonly notices: NoticeService,
    private readonly once: Once,
  ) {}

  @ForResident()
  @Route(contract.recordConsents)
  consents(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.recordConsents.body }) body: BodyOf<typeof contract.recordConsents>): Promise<{ done: true }> {
    return this.once.run(async (tx) => {
      await this.notices.recordConsents(tx, viewer.id, body.templateIds);
      return { done: true };
    });
  }
}
