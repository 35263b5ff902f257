import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/payment-desk';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { PaymentDesk } from './payment-desk.service.js';
import { ReceiptDesk } from './receipt-desk.service.js';
import { RefundDesk } from './refund-desk.service.js';
import { VoidService } from './void.service.js';

const AtMoney = () => ForStaff('clerk', 'shift-leader', 'hall-director', 'section-leader', 'finance');

@Controller()
export class PaymentStaffController {
  constructor(
    private readonly desk: PaymentDesk,
    private readonly voids: VoidService,
    private readonly refundDesk: RefundDesk,
    private readonly receipts: ReceiptDesk,
  ) {}

  @AtMoney()
  @Route(contract.paymentsOfAccount)
  ofAccount(@Viewer() viewer: StaffViewer, @Query({ schema: contract.paymentsOfAccount.query }) query: QueryOf<typeof contract.paymentsOfAccount>): Promise<ResponseOf<typeof contract.paymentsOfAccount>> {
    return this.desk.ofAccount(viewer, query);
  }

  @AtMoney()
  @Route(contract.deskPayment)
  one(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.DeskPayment> {
    return this.desk.one(viewer, id);
  }

  @ForStaff('clerk', 'shift-leader')
  @Route(contract.requestVoid)
  requestVoid(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.requestVoid.body }) body: BodyOf<typeof contract.requestVoid>): Promise<{ approvalId: number }> {
    return this.voids.request(viewer, id, body);
  }

  @ForStaff('clerk', 'shift-leader', 'finance')
  @Route(contract.requestRefund)
  requestRefund(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.requestRefund.body }) body: BodyOf<typeof contract.requestRefund>): Promise<{ approvalId: number }> {
    return this.refundDesk.request(viewer, id, body);
  }

  @AtMoney()
  @Route(contract.refunds)
  refunds(@Viewer() viewer: StaffViewer, @Query({ schema: contract.refunds.query }) query: QueryOf<typeof contract.refunds>): Promise<ResponseOf<typeof contract.refunds>> {
    return this.desk.refunds(viewer, query);
  }

  @ForStaff('finance')
  @Route(contract.tryRefundsAgain)
  tryRefundsAgain(): Promise<{ count: number }> {
    return this.refundDesk.tryAgain();
  }

  @ForStaff('clerk', 'shift-leader', 'finance')
  @Route(contract.payOutRefund)
  payOut(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.payOutRefund.body }) body: BodyOf<typeof contract.payOutRefund>): Promise<contract.RefundItem> {
    return this.desk.payOut(viewer, id, body);
  }

  @ForStaff('clerk', 'shift-leader', 'finance')
  @Route(contract.settleRefundOtherwise)
  otherwise(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.settleRefundOtherwise.body }) body: BodyOf<typeof contract.settleRefundOtherwise>): Promise<{ approvalId: number }> {
    return this.refundDesk.requestOtherwise(viewer, id, body.reason);
  }

  @AtMoney()
  @Route(contract.printReceipt)
  print(@Viewer() viewer: StaffViewer, @Param('number') number: string): Promise<contract.ReceiptPaper> {
    return this.desk.printReceipt(viewer, number);
  }

  @AtMoney()
  @Route(contract.receiptBooks)
  books(@Viewer() viewer: StaffViewer, @Query({ schema: contract.receiptBooks.query }) query: QueryOf<typeof contract.receiptBooks>): Promise<ResponseOf<typeof contract.receiptBooks>> {
    return this.receipts.list(viewer, query);
  }

  @ForStaff('shift-leader', 'finance')
  @Route(contract.issueReceiptBook)
  issueBook(@Viewer() viewer: StaffViewer, @Body({ schema: contract.issueReceiptBook.body }) body: BodyOf<typeof contract.issueReceiptBook>): Promise<contract.ReceiptBookItem> {
    return this.receipts.issue(viewer, body);
  }

  @ForStaff('shift-leader', 'finance')
  @Route(contract.returnReceiptBook)
  takeBookBack(@Viewer() viewer: StaffViewer, @Param('book') book: string): Promise<contract.ReceiptBookItem> {
    return this.receipts.takeBack(viewer, book);
  }

  @ForStaff('administrator', 'finance')
  @Route(contract.paymentPolicies)
  policies(): Promise<ResponseOf<typeof contract.paymentPolicies>> {
    return this.desk.policyList();
  }
}
