import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/counter';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { CounterService } from './counter.service.js';

/** Who takes money at a window. */
@ForStaff('clerk', 'shift-leader')
@Controller()
export class CounterStaffController {
  constructor(private readonly counter: CounterService) {}

  @Route(contract.counterAccount)
  account(@Param('id', ParseIntPipe) id: number): Promise<contract.CounterAccount> {
    return this.counter.account(id);
  }

  @Route(contract.takePayment)
  take(@Viewer() viewer: StaffViewer, @Body({ schema: contract.takePayment.body }) body: BodyOf<typeof contract.takePayment>): Promise<contract.CounterPaymentItem> {
    return this.counter.take(viewer, body);
  }

  @Route(contract.startNative)
  startNative(@Viewer() viewer: StaffViewer, @Body({ schema: contract.startNative.body }) body: BodyOf<typeof contract.startNative>): Promise<contract.NativeOrder> {
    return this.counter.startNative(viewer, body);
  }

  @Route(contract.nativeStatus)
  nativeStatus(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.CounterPaymentItem> {
    return this.counter.nativeStatus(viewer, id);
  }

  @Route(contract.cancelNative)
  cancelNative(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.CounterPaymentItem> {
    return this.counter.cancelNative(viewer, id);
  }

  @Route(contract.counterPayments)
  list(@Viewer() viewer: StaffViewer, @Query({ schema: contract.counterPayments.query }) query: QueryOf<typeof contract.counterPayments>): Promise<ResponseOf<typeof contract.counterPayments>> {
    return this.counter.list(viewer, query);
  }
}
