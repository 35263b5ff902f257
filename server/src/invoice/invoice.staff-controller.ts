import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/invoice';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { InvoiceDesk } from './invoice-desk.service.js';

@ForStaff('clerk', 'shift-leader', 'hall-director', 'finance')
@Controller()
export class InvoiceStaffController {
  constructor(private readonly desk: InvoiceDesk) {}

  @Route(contract.staffPaymentInvoices)
  byReceipt(@Query({ schema: contract.staffPaymentInvoices.query }) { receiptNumber }: QueryOf<typeof contract.staffPaymentInvoices>): Promise<contract.StaffInvoices> {
    return this.desk.byReceipt(receiptNumber);
  }

  @Route(contract.staffInvoices)
  list(@Query({ schema: contract.staffInvoices.query }) query: QueryOf<typeof contract.staffInvoices>): Promise<ResponseOf<typeof contract.staffInvoices>> {
    return this.desk.list(query);
  }

  @Route(contract.staffRequestInvoice)
  request(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.staffRequestInvoice.body }) { title }: BodyOf<typeof contract.staffRequestInvoice>): Promise<contract.InvoiceView> {
    return this.desk.request(viewer, id, title);
  }

  @Route(contract.staffCorrectInvoice)
  correct(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.staffCorrectInvoice.body }) { title }: BodyOf<typeof contract.staffCorrectInvoice>): Promise<contract.InvoiceView> {
    return this.desk.correct(viewer, id, title);
  }

  @Route(contract.staffAskInvoice)
  ask(@Param('id', ParseIntPipe) id: number): Promise<contract.InvoiceView> {
    return this.desk.ask(id);
  }
}
