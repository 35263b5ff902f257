import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/payment';
import { Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { PaymentService } from './payment.service.js';

@Controller()
@ForResident()
export class PaymentController {
  constructor(private readonly payments: PaymentService) {}

  @Route(contract.startPayment)
  start(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.startPayment.body }) body: BodyOf<typeof contract.startPayment>): Promise<ResponseOf<typeof contract.startPayment>> {
    return this.payments.start(viewer.id, body);
  }

  @Route(contract.startPrepayment)
  startPrepayment(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.startPrepayment.body }) body: BodyOf<typeof contract.startPrepayment>): Promise<ResponseOf<typeof contract.startPrepayment>> {
    return this.payments.startPrepayment(viewer.id, body);
  }

  @Route(contract.paymentPolicy)
  policy(): Promise<ResponseOf<typeof contract.paymentPolicy>> {
    return this.payments.policy();
  }

  @Route(contract.paymentStatus)
  status(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.PaymentView> {
    return this.payments.status(viewer.id, id);
  }

  @Route(contract.myPayments)
  mine(@Viewer() viewer: ResidentViewer, @Query({ schema: contract.myPayments.query }) query: QueryOf<typeof contract.myPayments>): Promise<ResponseOf<typeof contract.myPayments>> {
    return this.payments.mine(viewer.id, query);
  }

  @Route(contract.receipt)
  receipt(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.ReceiptView> {
    return this.payments.receipt(viewer.id, id);
  }
}
