import type { InvoiceTitle, InvoiceView, PaymentInvoices } from '@shouwen/shared/contract/invoice';
import { invoiceOfd, invoicePdf } from '@shouwen/shared/contract/invoice';
import { pathOf } from '@shouwen/shared/contract';
import { maskName } from '@shouwen/shared/value';
import type { SignedLinks } from '../http/index.js';
import type { InvoicedPayment } from './invoiced-payment.js';
import type { Invoice } from './invoice.entity.js';
import { noteOf, stateOf } from './rules/invoice-in-words.js';

export interface InvoiceContext {
  links: SignedLinks;
  now: Date;
  /** The red invoices of those shown, by id. */
  reds: ReadonlyMap<number, Invoice>;
  receiptNumberOf: (paymentId: number) => string | null;
  /** A person's name is masked for whoever is not that person (PR-1); a company's is no secret. */
  masked: boolean;
}

export function invoiceView(invoice: Invoice, { links, now, reds, receiptNumberOf, masked }: InvoiceContext): InvoiceView {
  const red = invoice.reversedById === null ? undefined : reds.get(invoice.reversedById);
  const reversal = red?.reversal ? { reason: red.reversal, state: red.state, replaced: invoice.replacedById !== null } : null;
  const facts = { state: invoice.state, failure: invoice.failure, reversal };
  const state = stateOf(facts);
  const link = (endpoint: typeof invoicePdf) => links.sign(pathOf(endpoint, { id: invoice.id }), now);
  return {
    id: invoice.id,
    state,
    amountFen: invoice.amountFen,
    title: masked ? maskedTitle(invoice.title) : invoice.title,
    paymentId: invoice.paymentId,
    receiptNumber: receiptNumberOf(invoice.paymentId),
    requestedAt: invoice.createdAt.toISOString(),
    issuedAt: invoice.issuedAt?.toISOString() ?? null,
    number: invoice.number,
    pdfUrl: invoice.pdfPath === null ? null : link(invoicePdf),
    ofdUrl: invoice.ofdPath === null ? null : link(invoiceOfd),
    reversal: red?.reversal ? { reason: red.reversal, at: (red.issuedAt ?? red.createdAt).toISOString(), number: red.number, replacementId: invoice.replacedById } : null,
    note: noteOf(facts),
    mayCorrect: state === 'issued',
  };
}

export const maskedTitle = (title: InvoiceTitle): InvoiceTitle => (title.kind === 'personal' ? { ...title, name: maskName(title.name) } : title);

/** What can still be invoiced of a payment, and why not more. */
export function openOf({ payment, invoices, items, invoiceableFen, invoicedFen }: InvoicedPayment, available: boolean): Pick<PaymentInvoices, 'paymentId' | 'paidFen' | 'invoicedFen' | 'openFen' | 'why'> {
  const openFen = Math.max(0, invoiceableFen - invoicedFen);
  const inAdvance = items.length > 0 && items.every(({ kind, settled }) => kind === 'prepayment' || settled === false);
  const why =
    payment.state === 'unpaid' || payment.state === 'closed' ? '还没有付款，付款后再申请'
    : invoiceableFen === 0 && inAdvance ? '预存款在抵缴水费时开票，请到抵缴的那一笔申请'
    : invoiceableFen === 0 ? '款项已退回，不能开票'
    : openFen === 0 ? (invoices.some(({ state }) => state === 'requested') ? '发票正在开具' : '已全部开票')
    : available ? null : '电子发票暂时不能在线开具，请到营业厅开具';
  return { paymentId: payment.id, paidFen: invoiceableFen, invoicedFen, openFen, why };
}
