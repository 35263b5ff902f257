import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { InvoiceTitle } from '@shouwen/shared/contract/invoice';
import { formatFen, formatFullInstant, shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { Transactions } from '../database/index.js';
import { BillFollowers } from '../billing/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Outbox, OutboxDuty } from '../jobs/index.js';
import { NoticeService } from '../notice/index.js';
import { PaymentFollowers, PaymentItem } from '../payment/index.js';
import { Staff } from '../staff/index.js';
import { chargedBy, invoicedPayment } from './invoiced-payment.js';
import { Invoice, InvoiceCover, InvoiceTaxItem } from './invoice.entity.js';
import { INVOICE_PROVIDER, type InvoiceAnswer, type InvoiceProvider, type InvoiceRequest, InvoiceUnknown } from './provider/invoice-provider.js';
import { GONE_BACK, invoiceAlarm } from './rules/invoice-in-words.js';
import { linesOfInvoice, type TaxItem } from './rules/lines-of-invoice.js';
import { toBeReversed } from './rules/what-may-be-invoiced.js';
import { isTrouble, waitBeforeAsking } from './rules/when-to-ask-again.js';

const ASK = 'invoice.ask';
const REVIEW = 'invoice.review';
/** Where the company's data does not say how a charge is classified. */
const unclassified: TaxItem = { name: '*水冰雪*水费', taxCode: '1100301010000000000', rate: 30 };

export interface NewInvoice {
  paymentId: number;
  amountFen: number;
  title: InvoiceTitle;
  residentId: number | null;
  staffId: number | null;
}

/** Gets invoices issued and taken back. What the tax system did is unknown until it says so; each request keeps its number for ever. */
@Injectable()
export class InvoiceWork implements OnModuleInit {
  private readonly logger = new Logger('Invoice');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly notices: NoticeService,
    private readonly followers: PaymentFollowers,
    private readonly bills: BillFollowers,
    private readonly clock: Clock,
    @Inject(INVOICE_PROVIDER) private readonly provider: InvoiceProvider | null,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(ASK, ({ invoiceId, question }) => this.ask(Number(invoiceId), Number(question)));
    this.outbox.handle(REVIEW, ({ paymentId }) => this.transactions.run((tx) => this.review(tx, Number(paymentId), this.clock.now())));
    // After the commit: then it sees an invoice that was asked for at the same moment, or that one sees what went back.
    this.followers.follow((tx, { paymentId, cause }, now) => this.reviewLater(tx, [paymentId], cause, now));
    // What was paid of a reversed bill is money in advance now, and is invoiced where it pays the next.
    this.bills.followReversed(async (tx, billIds, now) => {
      const items = await tx.find(PaymentItem, { select: { id: true, paymentId: true }, where: { billId: In([...billIds]), settled: true } });
      await this.reviewLater(tx, items.map(({ paymentId }) => paymentId), `bill:${billIds.join('.')}`, now);
    });
  }

  private async reviewLater(tx: EntityManager, paymentIds: readonly number[], cause: string, now: Date): Promise<void> {
    if (paymentIds.length === 0) return;
    for (const { paymentId } of await tx.findBy(InvoiceCover, { paymentId: In([...new Set(paymentIds)]) })) await this.outbox.add(tx, REVIEW, `${paymentId}.${cause}`.slice(0, 100), { paymentId }, now);
  }

  get available(): boolean {
    return this.provider !== null;
  }

  /** Puts a blue invoice down, to be asked for once `tx` has committed. The caller has covered its sum (`cover`). */
  async begin(tx: EntityManager, wanted: NewInvoice, now: Date): Promise<Invoice> {
    return this.insert(tx, { ...wanted, kind: 'blue' }, now);
  }

  /** False when something else changed what of the payment is invoiced since `seenFen` was read. */
  async cover(tx: EntityManager, paymentId: number, seenFen: number, addFen: number): Promise<boolean> {
    const ignore = tx.connection.options.type === 'better-sqlite3' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
    await tx.query(`${ignore} INTO invoice_cover (payment_id, invoiced_fen) VALUES (?, 0)`, [paymentId]);
    const { affected } = await tx.update(InvoiceCover, { paymentId, invoicedFen: seenFen }, { invoicedFen: seenFen + addFen });
    return affected === 1;
  }

  /** Begins to take an invoice back; `replacement`: what is issued once it is; `staffId`: who did it at a counter. Refuses `INVOICE_CHANGED` when it is not issued, or being taken back already. */
  async reverse(tx: EntityManager, blue: Invoice, reversal: NonNullable<Invoice['reversal']>, replacement: { title: InvoiceTitle; amountFen: number } | null, now: Date, staffId: number | null = blue.staffId): Promise<void> {
    if (blue.reversedById !== null || blue.state !== 'issued' || blue.kind !== 'blue') throw new Refusal('INVOICE_CHANGED');
    const red = await this.insert(tx, {
      kind: 'red', paymentId: blue.paymentId, amountFen: blue.amountFen, title: blue.title, residentId: blue.residentId, staffId, reversesId: blue.id, reversal,
      replacementTitle: replacement?.title ?? null, replacementFen: replacement?.amountFen ?? null,
    }, now);
    const { affected } = await tx.update(Invoice, { id: blue.id, state: 'issued', reversedById: IsNull() }, { reversedById: red.id, version: () => 'version + 1' });
    if (affected !== 1) throw new Refusal('INVOICE_CHANGED');
  }

  /** Asks the tax system at once; what it says is applied. A refused red one is requested again under a new number, which the refusal has set free. */
  async askNow(invoice: Invoice): Promise<void> {
    const now = this.clock.now();
    if (invoice.kind === 'red' && invoice.state === 'failed') {
      await this.transactions.run((tx) => tx.update(Invoice, { id: invoice.id, state: 'failed' }, { state: 'requested', requestNumber: newRequestNumber(now), failure: null, askedAt: null, version: () => 'version + 1' }).then(() => undefined));
    }
    try {
      await this.settle(invoice.id);
    } catch (error) {
      if (!(error instanceof InvoiceUnknown)) throw error;
      this.logger.warn({ message: 'invoice not known yet', invoice: invoice.id, reason: error.message });
    }
  }

  private async insert(tx: EntityManager, wanted: Partial<Invoice> & Pick<Invoice, 'kind' | 'paymentId' | 'amountFen' | 'title' | 'residentId' | 'staffId'>, now: Date): Promise<Invoice> {
    const invoice = await tx.save(Invoice, {
      requestNumber: newRequestNumber(now), state: 'requested' as const, reversedById: null, replacedById: null, reversesId: null, reversal: null, replacementTitle: null, replacementFen: null,
      number: null, issuedAt: null, pdfPath: null, ofdPath: null, failure: null, askedAt: null, createdAt: now, version: 1, ...wanted,
    });
    await this.outbox.add(tx, ASK, `${invoice.id}.0`, { invoiceId: invoice.id, question: 0 }, now);
    return invoice;
  }

  /** One question; throwing (no answer) means that the outbox asks again, ever later. */
  private async ask(invoiceId: number, question: number): Promise<void> {
    const invoice = await this.settle(invoiceId);
    if (invoice?.state !== 'requested') return;
    const now = this.clock.now();
    const key = `${invoiceId}.${question + 1}`;
    await this.transactions.run(async (tx) => {
      // This turn was begun before a crash, and its successor is there already.
      if (!(await tx.existsBy(OutboxDuty, { topic: ASK, dutyKey: key }))) await this.outbox.add(tx, ASK, key, { invoiceId, question: question + 1 }, now, new Date(now.getTime() + waitBeforeAsking(question)));
    });
  }

  /** The invoice after asking; null for none. Throws `InvoiceUnknown`. */
  private async settle(invoiceId: number): Promise<Invoice | null> {
    const { manager } = this.dataSource;
    const invoice = await manager.findOneBy(Invoice, { id: invoiceId });
    if (!invoice || invoice.state !== 'requested') return invoice;
    if (!this.provider) throw new InvoiceUnknown('no invoice platform is set');
    const now = this.clock.now();
    if (isTrouble(invoice.createdAt, now)) {
      this.logger.error({ alarm: 'an invoice waits for the tax system for too long', invoice: invoice.id });
      await this.transactions.run((tx) => this.alarm(tx, invoice, 'silent', now));
    }
    const firstTime = invoice.askedAt === null;
    // Written before the call: from now on the tax system may know of it.
    const mayAsk = await this.transactions.run((tx) => this.mayAsk(tx, invoice, now));
    if (!mayAsk) return manager.findOneBy(Invoice, { id: invoiceId });
    const known = firstTime ? null : await this.provider.find(invoice.requestNumber, invoice.amountFen);
    const answer = known ?? (await this.provider.request(await this.requestOf(manager, invoice)));
    await this.transactions.run((tx) => this.apply(tx, invoice, answer, this.clock.now()));
    return manager.findOneBy(Invoice, { id: invoiceId });
  }

  /** A blue one that was never asked for is not begun any more when the money went back meanwhile. */
  private async mayAsk(tx: EntityManager, invoice: Invoice, now: Date): Promise<boolean> {
    if (invoice.askedAt !== null) return true;
    const paid = invoice.kind === 'blue' ? await invoicedPayment(tx, invoice.paymentId) : null;
    if (paid && paid.invoicedFen > paid.invoiceableFen) {
      await this.fail(tx, invoice, GONE_BACK);
      return false;
    }
    const { affected } = await tx.update(Invoice, { id: invoice.id, state: 'requested', askedAt: IsNull() }, { askedAt: now });
    return affected === 1;
  }

  private async requestOf(manager: EntityManager, invoice: Invoice): Promise<InvoiceRequest> {
    const paid = await invoicedPayment(manager, invoice.paymentId);
    const items = new Map((await manager.find(InvoiceTaxItem)).map(({ kind, name, taxCode, rate }) => [kind, { name, taxCode, rate }]));
    const original = invoice.reversesId === null ? null : await manager.findOneByOrFail(Invoice, { id: invoice.reversesId });
    return {
      requestNumber: invoice.requestNumber, kind: invoice.kind, originalNumber: original?.number ?? null, buyer: invoice.title, amountFen: invoice.amountFen,
      lines: linesOfInvoice(invoice.amountFen, paid ? await chargedBy(manager, paid.items) : new Map(), items, items.get('other') ?? unclassified),
      remark: [...new Set(paid?.items.map(({ accountNumber }) => `户号 ${accountNumber}`))].slice(0, 6).join('、'),
    };
  }

  private async apply(tx: EntityManager, invoice: Invoice, answer: InvoiceAnswer, now: Date): Promise<void> {
    if (answer.state === 'accepted') return;
    if (answer.state === 'refused') {
      if (invoice.kind === 'red') this.logger.error({ alarm: 'the tax system does not take an invoice back', invoice: invoice.id, code: answer.code });
      await this.fail(tx, invoice, answer.message);
      await this.alarm(tx, invoice, 'refused', now);
      return this.tellFailed(tx, invoice, now);
    }
    const { number, issuedAt, pdfPath, ofdPath } = answer;
    const { affected } = await tx.update(Invoice, { id: invoice.id, state: 'requested' }, { state: 'issued', number, issuedAt, pdfPath, ofdPath, version: () => 'version + 1' });
    if (!affected) return;
    if (invoice.kind === 'red') await this.replace(tx, invoice, now);
    else await this.tell(tx, invoice, number, now);
    // Money may have gone back while the answer was awaited.
    await this.review(tx, invoice.paymentId, now);
  }

  private async fail(tx: EntityManager, invoice: Invoice, failure: string): Promise<void> {
    const { affected } = await tx.update(Invoice, { id: invoice.id, state: 'requested' }, { state: 'failed', failure: failure.slice(0, 200), version: () => 'version + 1' });
    if (affected && invoice.kind === 'blue') await this.release(tx, invoice.paymentId, invoice.amountFen);
  }

  private async release(tx: EntityManager, paymentId: number, fen: number): Promise<void> {
    await tx.createQueryBuilder().update(InvoiceCover).set({ invoicedFen: () => 'invoiced_fen - :fen' }).where('payment_id = :paymentId').setParameters({ fen, paymentId }).execute();
  }

  /** The red one is issued: its sum is free again, and what is to stand in its place begins. */
  private async replace(tx: EntityManager, red: Invoice, now: Date): Promise<void> {
    await this.release(tx, red.paymentId, red.amountFen);
    const paid = await invoicedPayment(tx, red.paymentId);
    const amountFen = Math.min(red.replacementFen ?? 0, (paid?.invoiceableFen ?? 0) - (paid?.invoicedFen ?? 0));
    if (!paid || red.replacementTitle === null || amountFen <= 0) return;
    if (!(await this.cover(tx, red.paymentId, paid.invoicedFen, amountFen))) throw new InvoiceUnknown('what is invoiced of the payment changed at this moment');
    const { paymentId, residentId, staffId } = red;
    const next = await this.begin(tx, { paymentId, amountFen, title: red.replacementTitle, residentId, staffId }, now);
    await tx.update(Invoice, { id: red.reversesId as number }, { replacedById: next.id });
  }

  /** The sum of invoices never stays above what stays paid: the newest are taken back, and what is left is invoiced anew. */
  private async review(tx: EntityManager, paymentId: number, now: Date): Promise<void> {
    const paid = await invoicedPayment(tx, paymentId);
    if (!paid) return;
    const reversed = toBeReversed(paid.invoices, paid.invoiceableFen);
    const reason = paid.payment.state === 'voided' ? 'voided' : 'refunded';
    const live = paid.invoices.filter((one) => one.kind === 'blue' && one.state !== 'failed' && one.reversedById === null && !reversed.some(({ id }) => id === one.id));
    let leftFen = paid.invoiceableFen - live.reduce((sum, { amountFen }) => sum + amountFen, 0);
    for (const { id } of reversed) {
      const blue = paid.invoices.find((one) => one.id === id) as Invoice;
      const again = Math.max(0, Math.min(leftFen, blue.amountFen));
      await this.reverse(tx, blue, reason, again > 0 ? { title: blue.title, amountFen: again } : null, now);
      leftFen -= again;
    }
  }

  /** Whoever keeps the company's money, and who asked for it at a counter: once for each cause. */
  private async alarm(tx: EntityManager, { id, requestNumber, kind, amountFen, staffId }: Invoice, cause: 'silent' | 'refused', now: Date): Promise<void> {
    for (const person of await tx.findBy(Staff, { active: true }))
      if (person.roles.includes('finance') || person.id === staffId)
        await this.notices.toStaff(tx, { staffId: person.id, key: `invoice:${requestNumber}:${cause}`, kind: 'invoice', ticketId: null, text: invoiceAlarm(kind, cause, amountFen, id) }, now);
  }

  /** A red one is nothing the resident asked for: staff see to it. */
  private async tellFailed(tx: EntityManager, { id, requestNumber, kind, residentId, amountFen }: Invoice, now: Date): Promise<void> {
    if (residentId === null || kind === 'red') return;
    await this.notices.toResident(tx, {
      residentId, purpose: 'bill', key: `invoice-failed:${id}`, page: `invoice/detail/index?id=${id}`, fields: { number: requestNumber, amount: formatFen(amountFen), at: formatFullInstant(now), note: '电子发票没有开成，点开看原因' },
    }, now);
  }

  private async tell(tx: EntityManager, { id, residentId, amountFen }: Invoice, number: string, now: Date): Promise<void> {
    if (residentId === null) return;
    await this.notices.toResident(tx, {
      residentId, purpose: 'bill', key: `invoice:${id}`, page: `invoice/detail/index?id=${id}`, fields: { number, amount: formatFen(amountFen), at: formatFullInstant(now), note: '电子发票已开好，点开查看' },
    }, now);
  }
}

/** F, the day, and 80 random bits. */
function newRequestNumber(now: Date): string {
  return `F${shanghaiDate(now).replaceAll('-', '')}${randomBytes(10).toString('hex').toUpperCase()}`;
}
