import { Body, Controller } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/calendar';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { CalendarCorrectionService } from './calendar-correction.service.js';

@Controller()
export class CalendarCorrectionStaffController {
  constructor(private readonly corrections: CalendarCorrectionService) {}

  @ForStaff('administrator')
  @Route(contract.previewCorrection)
  preview(@Viewer() viewer: StaffViewer, @Body({ schema: contract.previewCorrection.body }) body: BodyOf<typeof contract.previewCorrection>): Promise<ResponseOf<typeof contract.previewCorrection>> {
    return this.corrections.preview(viewer, body);
  }

  @ForStaff('administrator')
  @Route(contract.corrections)
  list(): Promise<ResponseOf<typeof contract.corrections>> {
    return this.corrections.list();
  }
}
