import { Body, Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/counter';
import type { FastifyReply } from 'fastify';
import { Clock, Route, Viewer } from '../http/index.js';
import { PaymentDesk } from '../payment/index.js';
import { PrintService, sendPdf } from '../print/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { CounterService } from './counter.service.js';
import { pageReceipt, rollReceipt } from './receipt-paper.js';

/** Who takes money at a window. */
@ForStaff('clerk', 'shift-leader')
@Controller()
export class CounterStaffController {
  constructor(
    private readonly counter: CounterService,
    private readonly desk: PaymentDesk,
    private readonly print: PrintService,
    private readonly clock: Clock,
  ) {}

  @Route(contract.counterAccount)
  account(@Param('id', ParseIntPipe) id: number): Promise<contract.CounterAccount> {
    return this.counter.account(id);
  }

  @Route(contract.takePayment)
  take(@Viewer() viewer: StaffViewer, @Body({ schema: contract.takePayment.body }) body: BodyOf<typeof contract.takePayment>): Promise<contract.TakenPayment> {
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

  /** Whoever may look at the payment; not counted as a print of the window. */
  @ForStaff('clerk', 'shift-leader', 'hall-director', 'section-leader', 'finance')
  @Route(contract.receiptPaper)
  async receipt(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Query({ schema: contract.receiptPaper.query }) { size }: QueryOf<typeof contract.receiptPaper>, @Res() reply: FastifyReply): Promise<void> {
    const paper = await this.desk.receiptPaper(viewer, number);
    const now = this.clock.now();
    sendPdf(reply, `收据${number}`, await (size === 'a4' ? this.print.pdf(pageReceipt(paper, now)) : this.print.roll(rollReceipt(paper, now))));
  }
}
