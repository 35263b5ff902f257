import { Body, Controller, Param, ParseIntPipe, Query, Req, Res } from '@nestjs/common';
import { type BodyOf, pathOf, type QueryOf, type ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/invoice';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public, Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { sendPdf } from '../print/index.js';
import { InvoiceService } from './invoice.service.js';

@ForResident()
@Controller()
export class InvoiceController {
  constructor(private readonly invoices: InvoiceService) {}

  @Route(contract.myInvoices)
  mine(@Viewer() viewer: ResidentViewer, @Query({ schema: contract.myInvoices.query }) query: QueryOf<typeof contract.myInvoices>): Promise<ResponseOf<typeof contract.myInvoices>> {
    return this.invoices.mine(viewer.id, query);
  }

  @Route(contract.invoiceDetail)
  detail(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.InvoiceView> {
    return this.invoices.detail(viewer.id, id);
  }

  @Route(contract.paymentInvoices)
  ofPayment(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.PaymentInvoices> {
    return this.invoices.ofPayment(viewer.id, id);
  }

  @Route(contract.requestInvoice)
  request(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.requestInvoice.body }) body: BodyOf<typeof contract.requestInvoice>): Promise<contract.InvoiceView> {
    return this.invoices.request(viewer.id, id, body);
  }

  @Route(contract.correctInvoice)
  correct(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number, @Body({ schema: contract.correctInvoice.body }) body: BodyOf<typeof contract.correctInvoice>): Promise<contract.InvoiceView> {
    return this.invoices.correct(viewer.id, id, body);
  }

  @Route(contract.myTitles)
  async titles(@Viewer() viewer: ResidentViewer): Promise<ResponseOf<typeof contract.myTitles>> {
    return { items: await this.invoices.titles(viewer.id) };
  }

  @Route(contract.forgetTitle)
  async forgetTitle(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) id: number): Promise<{ done: true }> {
    await this.invoices.forgetTitle(viewer.id, id);
    return { done: true };
  }
}

/** Files behind links that carry their own permission: a phone's viewer sends no session. */
@Public()
@Controller()
export class InvoiceFileController {
  constructor(private readonly invoices: InvoiceService) {}

  @Route(contract.invoicePdf)
  async pdf(@Param('id', ParseIntPipe) id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, file } = await this.linked(id, 'pdf', contract.invoicePdf, request);
    sendPdf(reply, name, file);
  }

  @Route(contract.invoiceOfd)
  async ofd(@Param('id', ParseIntPipe) id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, file } = await this.linked(id, 'ofd', contract.invoiceOfd, request);
    void reply
      .type('application/ofd')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.ofd`)}`)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .send(file);
  }

  private linked(id: number, kind: 'pdf' | 'ofd', endpoint: typeof contract.invoicePdf, request: FastifyRequest): Promise<{ name: string; file: Buffer }> {
    const { expires, signature } = request.query as { expires?: unknown; signature?: unknown };
    return this.invoices.file(id, kind, pathOf(endpoint, { id }), Number(expires), String(signature));
  }
}
