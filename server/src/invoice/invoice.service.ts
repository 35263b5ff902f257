import { Inject, Injectable } from '@nestjs/common';
import type { Page } from '@shouwen/shared/contract';
import type { InvoiceTitle, InvoiceView, PaymentInvoices, RememberedTitle } from '@shouwen/shared/contract/invoice';
import { DataSource, type EntityManager, In, LessThan } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { CustomerService } from '../customer/index.js';
import { digestOf, isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, Once, Refusal, SignedLinks } from '../http/index.js';
import { Payment, PaymentItem } from '../payment/index.js';
import { invoicedPayment, type InvoicedPayment } from './invoiced-payment.js';
import { Invoice, InvoiceTitleRow } from './invoice.entity.js';
import { InvoiceWork } from './invoice-work.service.js';
import { invoiceView, openOf } from './invoice.view.js';
import { INVOICE_PROVIDER, type InvoiceProvider, InvoiceUnknown } from './provider/invoice-provider.js';

const MOST_TITLES = 20;
const MOST_CORRECTIONS = 3;
/** Whose it is to see, and which member of staff asked for it; null for the payer themselves, and for customers of a counter. */
interface Asker {
  residentId: number | null;
  staffId: number | null;
}

/** Electronic invoices as residents ask for them; another's payment or invoice is `NOT_FOUND`. */
@Injectable()
export class InvoiceService {
  private readonly links: SignedLinks;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly work: InvoiceWork,
    private readonly customers: CustomerService,
    @Inject(INVOICE_PROVIDER) private readonly provider: InvoiceProvider | null,
    @Inject(CONFIG) config: Config,
  ) {
    this.links = new SignedLinks(config.secretKey);
  }

  /** Newest first; red ones show on those they take back. */
  async mine(residentId: number, { cursor, size }: { cursor?: string | undefined; size: number }): Promise<Page<InvoiceView>> {
    const before = idOf(cursor);
    const rows = await this.dataSource.manager.find(Invoice, { where: { residentId, kind: 'blue', ...(before === undefined ? {} : { id: LessThan(before) }) }, order: { id: 'DESC' }, take: size + 1 });
    return { items: await this.views(this.dataSource.manager, rows.slice(0, size), false), next: rows.length > size ? String(rows[size - 1]?.id) : null };
  }

  async detail(residentId: number, id: number): Promise<InvoiceView> {
    return this.view(this.dataSource.manager, await this.requireOwn(residentId, id), false);
  }

  async ofPayment(residentId: number, paymentId: number): Promise<PaymentInvoices> {
    const { manager } = this.dataSource;
    return this.paymentView(manager, await this.requirePayment(manager, residentId, paymentId), false);
  }

  /** Everything of the payment that is not invoiced yet. Refuses `INVOICE_UNAVAILABLE`, `INVOICE_NOTHING_LEFT`, `INVOICE_CHANGED`. */
  request(residentId: number, paymentId: number, { title, remember }: { title: InvoiceTitle; remember: boolean }): Promise<InvoiceView> {
    return this.once.run(async (tx) => {
      const paid = await this.requirePayment(tx, residentId, paymentId);
      const invoice = await this.begin(tx, paid, title, { residentId, staffId: null });
      if (remember) await this.remember(tx, residentId, title);
      return this.view(tx, invoice, false);
    });
  }

  /** Within `tx`, for the desk too. */
  async begin(tx: EntityManager, paid: InvoicedPayment, title: InvoiceTitle, asker: Asker): Promise<Invoice> {
    if (!this.work.available) throw new Refusal('INVOICE_UNAVAILABLE');
    const openFen = paid.invoiceableFen - paid.invoicedFen;
    if (openFen <= 0) throw new Refusal('INVOICE_NOTHING_LEFT', { message: openOf(paid, true).why ?? undefined });
    if (!(await this.work.cover(tx, paid.payment.id, paid.invoicedFen, openFen))) throw new Refusal('INVOICE_CHANGED');
    return this.work.begin(tx, { paymentId: paid.payment.id, amountFen: openFen, title, ...asker }, this.clock.now());
  }

  /** Refuses `TOO_MANY_ATTEMPTS`: each time costs the company two invoices. */
  async correct(residentId: number, id: number, { title, remember }: { title: InvoiceTitle; remember: boolean }): Promise<InvoiceView> {
    const { paymentId } = await this.requireOwn(residentId, id);
    return this.changed(async (tx) => {
      if ((await tx.countBy(Invoice, { paymentId, reversal: 'wrong-title' })) >= MOST_CORRECTIONS) throw new Refusal('TOO_MANY_ATTEMPTS', { message: `这笔缴费的发票抬头已改过 ${MOST_CORRECTIONS} 次，还要改请到营业厅办理` });
      if (remember) await this.remember(tx, residentId, title);
      return this.view(tx, await this.correction(tx, id, title, undefined), false);
    });
  }

  /** Within `tx`: takes the invoice back and issues it anew under another title; `staffId`: who did it at a counter. Refuses `INVOICE_CHANGED`. */
  async correction(tx: EntityManager, id: number, title: InvoiceTitle, staffId: number | undefined): Promise<Invoice> {
    if (!this.work.available) throw new Refusal('INVOICE_UNAVAILABLE');
    const invoice = await tx.findOneBy(Invoice, { id });
    if (!invoice) throw new Refusal('NOT_FOUND');
    await this.work.reverse(tx, invoice, 'wrong-title', { title, amountFen: invoice.amountFen }, this.clock.now(), staffId);
    return tx.findOneByOrFail(Invoice, { id });
  }

  /** Two who begin the same at once: the unique key lets one. */
  async changed<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.once.run(work);
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refusal('INVOICE_CHANGED');
      throw error;
    }
  }

  /** The file behind a link that carries its own permission. Refuses `NOT_FOUND`, `INVOICE_FILE_UNAVAILABLE`. */
  async file(id: number, kind: 'pdf' | 'ofd', path: string, expires: number, signature: string): Promise<{ name: string; file: Buffer }> {
    if (!this.links.isValid(path, expires, signature, this.clock.now())) throw new Refusal('NOT_FOUND');
    const invoice = await this.dataSource.manager.findOneBy(Invoice, { id });
    const stored = kind === 'pdf' ? invoice?.pdfPath : invoice?.ofdPath;
    if (!invoice || !stored) throw new Refusal('NOT_FOUND');
    if (!this.provider) throw new Refusal('INVOICE_FILE_UNAVAILABLE');
    try {
      return { name: `电子发票 ${invoice.number}`, file: await this.provider.file(stored) };
    } catch (error) {
      if (error instanceof InvoiceUnknown) throw new Refusal('INVOICE_FILE_UNAVAILABLE');
      throw error;
    }
  }

  // ---- titles

  async titles(residentId: number): Promise<RememberedTitle[]> {
    const rows = await this.dataSource.manager.find(InvoiceTitleRow, { where: { residentId }, order: { usedAt: 'DESC', id: 'DESC' }, take: MOST_TITLES });
    return rows.map(({ id, title }) => ({ id, ...title }));
  }

  async forgetTitle(residentId: number, id: number): Promise<void> {
    const { affected } = await this.transactions.run((tx) => tx.delete(InvoiceTitleRow, { id, residentId }));
    if (!affected) throw new Refusal('NOT_FOUND');
  }

  private async remember(tx: EntityManager, residentId: number, title: InvoiceTitle): Promise<void> {
    const digest = digestOf(`invoice title ${title.kind} ${title.taxNumber ?? ''} ${title.name}`);
    const usedAt = this.clock.now();
    const { affected } = await tx.update(InvoiceTitleRow, { residentId, digest }, { usedAt });
    if (affected) return;
    await tx.insert(InvoiceTitleRow, { residentId, digest, title, usedAt });
    const old = await tx.find(InvoiceTitleRow, { where: { residentId }, order: { usedAt: 'DESC', id: 'DESC' }, skip: MOST_TITLES, take: MOST_TITLES });
    if (old.length > 0) await tx.delete(InvoiceTitleRow, { id: In(old.map((row) => row.id)) });
  }

  // ---- whose

  private async requireOwn(residentId: number, id: number): Promise<Invoice> {
    const invoice = await this.dataSource.manager.findOneBy(Invoice, { id, residentId, kind: 'blue' });
    if (!invoice) throw new Refusal('NOT_FOUND');
    return invoice;
  }

  /** What the resident paid themselves, or what the prepaid money of an account they are bound to paid. */
  private async requirePayment(manager: EntityManager, residentId: number, paymentId: number): Promise<InvoicedPayment> {
    const paid = await invoicedPayment(manager, paymentId);
    if (!paid) throw new Refusal('NOT_FOUND');
    if (paid.payment.residentId === residentId) return paid;
    const bound = paid.payment.method === 'prepaid' ? new Set(await this.customers.accountIdsOf(residentId, manager)) : new Set<number>();
    if (paid.items.length === 0 || !paid.items.every(({ accountId }) => bound.has(accountId))) throw new Refusal('NOT_FOUND');
    return paid;
  }

  // ---- views

  async view(manager: EntityManager, invoice: Invoice, masked: boolean): Promise<InvoiceView> {
    return (await this.views(manager, [invoice], masked))[0] as InvoiceView;
  }

  async views(manager: EntityManager, invoices: readonly Invoice[], masked: boolean): Promise<InvoiceView[]> {
    if (invoices.length === 0) return [];
    const redIds = invoices.flatMap(({ reversedById }) => (reversedById === null ? [] : [reversedById]));
    const reds = new Map((redIds.length === 0 ? [] : await manager.findBy(Invoice, { id: In(redIds) })).map((red) => [red.id, red]));
    const payments = new Map((await manager.find(Payment, { select: { id: true, receiptNumber: true }, where: { id: In([...new Set(invoices.map(({ paymentId }) => paymentId))]) } })).map((row) => [row.id, row.receiptNumber]));
    const context = { links: this.links, now: this.clock.now(), reds, receiptNumberOf: (id: number) => payments.get(id) ?? null, masked };
    return invoices.map((invoice) => invoiceView(invoice, context));
  }

  async paymentView(manager: EntityManager, paid: InvoicedPayment, masked: boolean): Promise<PaymentInvoices> {
    const blue = paid.invoices.filter(({ kind }) => kind === 'blue').toReversed();
    return { ...openOf(paid, this.work.available), items: await this.views(manager, blue, masked) };
  }
}

export function idOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(cursor)) throw new Refusal('INVALID_INPUT');
  return Number(cursor);
}
