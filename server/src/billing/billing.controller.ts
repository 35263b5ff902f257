import { Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/billing';
import { Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { BillingService } from './billing.service.js';

@ForResident()
@Controller()
export class BillingController {
  constructor(private readonly billing: BillingService) {}

  @Route(contract.myBills)
  mine(@Viewer() viewer: ResidentViewer, @Query({ schema: contract.myBills.query }) query: QueryOf<typeof contract.myBills>): Promise<ResponseOf<typeof contract.myBills>> {
    return this.billing.billsOf(viewer.id, query);
  }

  @Route(contract.billDetail)
  detail(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.BillDetail> {
    return this.billing.detailFor(viewer.id, id);
  }
}
