import * as z from 'zod/mini';
import { isTaxNumber, plainTaxNumber } from '../value/index.js';
import type { InvoiceReversal, InvoiceState, InvoiceTitleKind } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { page, text } from './field.js';

/** In whose name an invoice is. A company is known by its unified social credit code (GB 32100-2015). */
export interface InvoiceTitle {
  kind: InvoiceTitleKind;
  name: string;
  taxNumber: string | null;
}
const taxNumber = z.string('请填写税号').check(z.overwrite<string>(plainTaxNumber), z.refine((v) => isTaxNumber(v), '税号应为 18 位统一社会信用代码，请对照营业执照检查，有一位不对'));
const titleName = text('抬头', 100);
export const invoiceTitle = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('personal'), name: titleName, taxNumber: z._default(z.null(), null) }),
  z.object({ kind: z.literal('company'), name: titleName, taxNumber }),
]);

export interface InvoiceView {
  id: number;
  state: InvoiceState;
  amountFen: number;
  /** Whole for whoever asked for it, masked for others' eyes. */
  title: InvoiceTitle;
  paymentId: number;
  receiptNumber: string | null;
  requestedAt: string;
  issuedAt: string | null;
  /** Of the invoice; null until it is issued. */
  number: string | null;
  /** Addresses good for an hour. */
  pdfUrl: string | null;
  ofdUrl: string | null;
  reversal: { reason: InvoiceReversal; at: string; number: string | null; replacementId: number | null } | null;
  /** What happens next, or what to do: in words. */
  note: string;
  /** The title may be put right: a red invoice, and a new one. */
  mayCorrect: boolean;
}
/** What of a payment can still be invoiced, in fen. `paidFen` is what settled bills, without what went back. */
export interface PaymentInvoices {
  paymentId: number;
  paidFen: number;
  invoicedFen: number;
  openFen: number;
  /** Why nothing (more) can be invoiced; null when something can. */
  why: string | null;
  items: InvoiceView[];
}
export interface RememberedTitle extends InvoiceTitle {
  id: number;
}

export const myInvoices = endpoint<Page<InvoiceView>>()({ method: 'GET', path: '/api/invoices', summary: '我的电子发票', query: z.object(page) });
export const invoiceDetail = endpoint<InvoiceView>()({ method: 'GET', path: '/api/invoices/:id', summary: '电子发票' });
export const paymentInvoices = endpoint<PaymentInvoices>()({ method: 'GET', path: '/api/payments/:id/invoices', summary: '一笔缴费的发票' });
const requestBody = z.object({ title: invoiceTitle, remember: z._default(z.boolean(), false) });
/** For all that is not invoiced yet. Refuses `INVOICE_NOTHING_LEFT`, `INVOICE_UNAVAILABLE`. */
export const requestInvoice = endpoint<InvoiceView>()({ method: 'POST', path: '/api/payments/:id/invoices', summary: '申请电子发票', idempotent: true, body: requestBody });
/** The title was wrong: the invoice is taken back by a red one, then a new one is issued. Refuses `INVOICE_CHANGED`. */
export const correctInvoice = endpoint<InvoiceView>()({ method: 'POST', path: '/api/invoices/:id/correction', summary: '抬头写错，换开', idempotent: true, body: requestBody });
/** PDF or OFD; with the `expires` and `signature` of the link. */
export const invoicePdf = endpoint<unknown>()({ method: 'GET', path: '/api/invoices/:id/pdf', summary: '发票文件（PDF）' });
export const invoiceOfd = endpoint<unknown>()({ method: 'GET', path: '/api/invoices/:id/ofd', summary: '发票文件（OFD）' });
export const myTitles = endpoint<{ items: RememberedTitle[] }>()({ method: 'GET', path: '/api/invoice-titles', summary: '我记住的抬头' });
export const forgetTitle = endpoint<{ done: true }>()({ method: 'DELETE', path: '/api/invoice-titles/:id', summary: '删除抬头' });

// ---- staff

export interface StaffInvoices extends PaymentInvoices {
  receiptNumber: string;
  paidAt: string;
  methodLabel: string;
  accounts: { accountNumber: string; nameMasked: string }[];
}
/** By the number on the receipt. */
export const staffPaymentInvoices = endpoint<StaffInvoices>()({
  method: 'GET', path: '/api/staff/invoices/by-receipt', summary: '按收据查发票', query: z.object({ receiptNumber: z.string('请填写收据号').check(z.trim(), z.toUpperCase(), z.regex(/^[0-9A-Z-]{6,20}$/, '收据号是字母和数字，在收据右上角')) }),
});
/** `trouble`: refused by the tax system, or waiting for longer than it should. */
export const staffInvoices = endpoint<Page<InvoiceView>>()({
  method: 'GET', path: '/api/staff/invoices', summary: '发票列表', query: z.object({ which: z._default(z.enum(['trouble', 'all']), 'all'), ...page }),
});
export const staffRequestInvoice = endpoint<InvoiceView>()({
  method: 'POST', path: '/api/staff/payments/:id/invoices', summary: '为柜台缴费的客户开票', idempotent: true, body: z.object({ title: invoiceTitle }),
});
export const staffCorrectInvoice = endpoint<InvoiceView>()({
  method: 'POST', path: '/api/staff/invoices/:id/correction', summary: '抬头写错，换开', idempotent: true, body: z.object({ title: invoiceTitle }),
});
/** Asks the tax system again at once, e.g. after it was down. */
export const staffAskInvoice = endpoint<InvoiceView>()({ method: 'POST', path: '/api/staff/invoices/:id/ask', summary: '马上再查一次' });
