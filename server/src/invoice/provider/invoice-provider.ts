import type { InvoiceTitle } from '@shouwen/shared/contract/invoice';
import type { InvoiceLine } from '../rules/lines-of-invoice.js';

/** What the tax system is asked for. The same `requestNumber` is the same request, however often it is sent. */
export interface InvoiceRequest {
  requestNumber: string;
  kind: 'blue' | 'red';
  /** Of a red one: the number of the invoice it takes back. */
  originalNumber: string | null;
  buyer: InvoiceTitle;
  amountFen: number;
  /** Add up to the amount. */
  lines: readonly InvoiceLine[];
  remark: string;
}

export type InvoiceAnswer =
  /** Taken, not issued yet: to be asked about. */
  | { state: 'accepted' }
  | { state: 'issued'; number: string; issuedAt: Date; pdfPath: string; ofdPath: string }
  /** Final. `message` is for whoever asked for the invoice. */
  | { state: 'refused'; code: string; message: string };

/** Nobody knows whether the request was taken (no answer, not in time, not signed by the provider): it is to be asked about, never to be given another number. */
export class InvoiceUnknown extends Error {}

/** Whoever issues invoices for the company. */
export interface InvoiceProvider {
  /** Throws `InvoiceUnknown`. */
  request(request: InvoiceRequest): Promise<InvoiceAnswer>;
  /** Null when the provider never had the request. Throws `InvoiceUnknown`. */
  find(requestNumber: string, amountFen: number): Promise<InvoiceAnswer | null>;
  /** A file the provider named in its answer. Throws `InvoiceUnknown`. */
  file(path: string): Promise<Buffer>;
}

/** Injection token of `InvoiceProvider | null`; null: invoices are not issued online here. */
export const INVOICE_PROVIDER = Symbol('invoice-provider');
