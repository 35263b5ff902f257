import { Injectable } from '@nestjs/common';
import type { Page } from '@shouwen/shared/contract';
import type { InvoiceTitle, InvoiceView, StaffInvoices } from '@shouwen/shared/contract/invoice';
import { maskName } from '@shouwen/shared/value';
import { paymentMethodLabels } from '@shouwen/shared/vocabulary';
import { DataSource, LessThan, type FindOptionsWhere } from 'typeorm';
import { CustomerService } from '../customer/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Payment } from '../payment/index.js';
import type { StaffViewer } from '../staff/index.js';
import { invoicedPayment } from './invoiced-payment.js';
import { Invoice } from './invoice.entity.js';
import { InvoiceWork } from './invoice-work.service.js';
import { idOf, InvoiceService } from './invoice.service.js';

const SILENT_MS = 30 * 60_000;

/** Invoices at the counter, and those that need somebody. */
@Injectable()
export class InvoiceDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly invoices: InvoiceService,
    private readonly work: InvoiceWork,
    private readonly customers: CustomerService,
  ) {}

  async byReceipt(receiptNumber: string): Promise<StaffInvoices> {
    const { manager } = this.dataSource;
    const payment = await manager.findOneBy(Payment, { receiptNumber });
    const paid = payment && (await invoicedPayment(manager, payment.id));
    if (!payment || !paid || payment.paidAt === null) throw new Refusal('NOT_FOUND', { message: '没有这张收据，请核对收据号' });
    const accounts = await this.customers.accountsById(paid.items.map(({ accountId }) => accountId), manager);
    return {
      ...(await this.invoices.paymentView(manager, paid, true)), receiptNumber, paidAt: payment.paidAt.toISOString(), methodLabel: paymentMethodLabels[payment.method],
      accounts: [...accounts.values()].map(({ accountNumber, name }) => ({ accountNumber, nameMasked: maskName(name) })),
    };
  }

  /** Newest first. Of `trouble`, red ones too: they are what must not lie. */
  async list({ which, cursor, size }: { which: 'trouble' | 'all'; cursor?: string | undefined; size: number }): Promise<Page<InvoiceView>> {
    const before = idOf(cursor);
    const id = before === undefined ? {} : { id: LessThan(before) };
    const silentSince = new Date(this.clock.now().getTime() - SILENT_MS);
    const where: FindOptionsWhere<Invoice>[] = which === 'all' ? [{ kind: 'blue', ...id }] : [{ state: 'failed', ...id }, { state: 'requested', createdAt: LessThan(silentSince), ...id }];
    const { manager } = this.dataSource;
    const rows = await manager.find(Invoice, { where, order: { id: 'DESC' }, take: size + 1 });
    return { items: await this.invoices.views(manager, rows.slice(0, size), true), next: rows.length > size ? String(rows[size - 1]?.id) : null };
  }

  request(viewer: StaffViewer, paymentId: number, title: InvoiceTitle): Promise<InvoiceView> {
    return this.once.run(async (tx) => {
      const paid = await invoicedPayment(tx, paymentId);
      if (!paid) throw new Refusal('NOT_FOUND');
      return this.invoices.view(tx, await this.invoices.begin(tx, paid, title, { residentId: paid.payment.residentId, staffId: viewer.id }), true);
    });
  }

  correct(viewer: StaffViewer, id: number, title: InvoiceTitle): Promise<InvoiceView> {
    return this.invoices.changed(async (tx) => this.invoices.view(tx, await this.invoices.correction(tx, id, title, viewer.id), true));
  }

  async ask(id: number): Promise<InvoiceView> {
    const { manager } = this.dataSource;
    const invoice = await manager.findOneBy(Invoice, { id });
    if (!invoice) throw new Refusal('NOT_FOUND');
    await this.work.askNow(invoice);
    return this.invoices.view(manager, await manager.findOneByOrFail(Invoice, { id }), true);
  }
}
