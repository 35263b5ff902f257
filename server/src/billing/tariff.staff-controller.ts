import { Body, Controller } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/tariff';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { TariffService } from './tariff.service.js';

@ForStaff()
@Controller()
export class TariffStaffController {
  constructor(private readonly tariffs: TariffService) {}

  @Route(contract.tariffs)
  list(@Viewer() viewer: StaffViewer): Promise<ResponseOf<typeof contract.tariffs>> {
    return this.tariffs.list(viewer);
  }

  @ForStaff('administrator', 'finance')
  @Route(contract.previewTariff)
  preview(@Body({ schema: contract.previewTariff.body }) body: BodyOf<typeof contract.previewTariff>): Promise<contract.TariffPreview> {
    return this.tariffs.preview(body);
  }

  @ForStaff('administrator', 'finance')
  @Route(contract.addTariffVersion)
  add(@Viewer() viewer: StaffViewer, @Body({ schema: contract.addTariffVersion.body }) body: BodyOf<typeof contract.addTariffVersion>): Promise<{ approvalId: number }> {
    return this.tariffs.request(viewer, body);
  }
}
