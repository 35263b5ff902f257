import { Inject, Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/payment-desk';
import { maskAddress, maskName } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, LessThan } from 'typeorm';
import { ApprovalService } from '../approval/index.js';
import { Bill } from '../billing/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { CustomerService } from '../customer/index.js';
import { rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { deskPaymentView, refundView } from './payment-desk.view.js';
import { PaymentPolicies, type PaymentPolicy } from './payment-policy.js';
import { Payment, PaymentItem } from './payment.entity.js';
import { isKept, receivedFen } from './payment.view.js';
import { ReceiptBooks } from './receipt-book.js';
import { ReceiptChecks } from './receipt-check.service.js';
import { Receipt } from './receipt.entity.js';
import { RefundDesk } from './refund-desk.service.js';
import { PaymentRefund } from './refund.entity.js';
import { amountInWords } from './rules/amount-in-words.js';
import { mayLookAt } from './rules/who-sees-payments.js';

const statesOf = { waiting: ['waiting'], going: ['requested', 'processing'], trouble: ['trouble'], ended: ['done'] } as const;

/** Payments, refunds and receipts as staff see them. Another hall's money is `NOT_FOUND`, like what does not exist. */
@Injectable()
export class PaymentDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly approvals: ApprovalService,
    private readonly customers: CustomerService,
    private readonly receipts: ReceiptBooks,
    private readonly checks: ReceiptChecks,
    private readonly refundDesk: RefundDesk,
    private readonly policies: PaymentPolicies,
    private readonly once: Once,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Payments that touch an account, newest first. An account has few hundred at most. */
  async ofAccount(viewer: StaffViewer, { accountId, returned, cursor, size }: QueryOf<typeof contract.paymentsOfAccount>): Promise<Page<contract.DeskPayment>> {
    const { manager } = this.dataSource;
    const before = cursorOf(cursor) ?? 2 ** 31;
    const rows: { id: number }[] = await manager.query(
      `SELECT DISTINCT i.payment_id AS id FROM payment_item i JOIN payment p ON p.id = i.payment_id AND p.state <> 'closed' WHERE i.account_id = ? AND i.payment_id < ?${returned ? ' AND i.settled = 0' : ''} ORDER BY i.payment_id DESC LIMIT ${size + 1}`,
      [accountId, before],
    );
    const ids = rows.slice(0, size).map(({ id }) => id);
    const payments = (await manager.find(Payment, { where: { id: In(ids) }, order: { id: 'DESC' } })).filter((payment) => mayLookAt(viewer, payment));
    return { items: await this.views(manager, viewer, payments), next: rows.length > size ? String(ids.at(-1)) : null };
  }

  async one(viewer: StaffViewer, id: number): Promise<contract.DeskPayment> {
    const { manager } = this.dataSource;
    const payment = await manager.findOneBy(Payment, { id });
    const [view] = payment && mayLookAt(viewer, payment) ? await this.views(manager, viewer, [payment]) : [];
    if (!view) throw new Refusal('NOT_FOUND');
    return view;
  }

  private async views(manager: EntityManager, viewer: StaffViewer, payments: readonly Payment[]): Promise<contract.DeskPayment[]> {
    if (payments.length === 0) return [];
    const ids = payments.map(({ id }) => id);
    const items = await manager.find(PaymentItem, { where: { paymentId: In(ids) }, order: { id: 'ASC' } });
    const refunds = await manager.find(PaymentRefund, { where: { paymentId: In(ids) }, order: { id: 'ASC' } });
    const receipts = await manager.findBy(Receipt, { paymentId: In(ids) });
    const staff = await rowsById(manager, Staff, [...payments.map(({ cashierId }) => cashierId), ...refunds.map(({ finishedById }) => finishedById)]);
    const [voids, refundRequests] = await Promise.all([this.approvals.openFor(manager, 'void-payment', ids), this.approvals.openFor(manager, 'refund-payment', ids)]);
    return payments.map((payment) =>
      deskPaymentView(viewer, payment, {
        items: items.filter(({ paymentId }) => paymentId === payment.id), refunds: refunds.filter(({ paymentId }) => paymentId === payment.id), receipt: receipts.find(({ paymentId }) => paymentId === payment.id), staff,
        requests: { void: voids.get(payment.id) ?? null, refund: refundRequests.get(payment.id) ?? null },
      }),
    );
  }

  /** Newest first: the viewer's hall's, or everybody's for those who keep the company's money. */
  async refunds(viewer: StaffViewer, { view, cursor, size }: QueryOf<typeof contract.refunds>): Promise<Page<contract.RefundItem>> {
    const { manager } = this.dataSource;
    const before = cursorOf(cursor);
    // Money that came online belongs to no hall: those see it who see every hall's.
    const everywhere = mayLookAt(viewer, { hallId: -1 });
    const rows = await manager.find(PaymentRefund, {
      // What waits for more money with WeChat is somebody's to see to, though it is on its way.
      where: [{ state: In([...statesOf[view]]) }, ...(view === 'trouble' ? [{ state: 'requested' as const, trouble: 'BALANCE' as const }] : [])].map((one) => ({ ...one, ...(before === undefined ? {} : { id: LessThan(before) }), ...(everywhere ? {} : { hallId: viewer.hallId as number }) })),
      order: { id: 'DESC' }, take: size + 1,
    });
    const page = rows.slice(0, size);
    const staff = await rowsById(manager, Staff, page.map(({ finishedById }) => finishedById));
    return { items: page.map((refund) => refundView(viewer, refund, staff)), next: rows.length > size ? String(page.at(-1)?.id) : null };
  }

  payOut(viewer: StaffViewer, refundId: number, { reference }: BodyOf<typeof contract.payOutRefund>): Promise<contract.RefundItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      await this.refundDesk.payOut(tx, viewer, refundId, reference, now);
      const refund = await tx.findOneByOrFail(PaymentRefund, { id: refundId });
      return refundView(viewer, refund, await rowsById(tx, Staff, [refund.finishedById]));
    });
  }

  /** Counts the print and gives what it says (PY-10). */
  printReceipt(viewer: StaffViewer, receiptNumber: string): Promise<contract.ReceiptPaper> {
    return this.once.run(async (tx) => {
      const receipt = await this.receipts.countPrint(tx, receiptNumber);
      const payment = receipt && (await tx.findOneBy(Payment, { id: receipt.paymentId }));
      if (!payment || !mayLookAt(viewer, payment)) throw new Refusal('NOT_FOUND');
      return this.paper(tx, receipt, payment);
    });
  }

  /** What it says, without counting a print. Refuses NOT_FOUND. */
  async receiptPaper(viewer: StaffViewer, receiptNumber: string): Promise<contract.ReceiptPaper> {
    const { manager } = this.dataSource;
    const receipt = await manager.findOneBy(Receipt, { receiptNumber });
    const payment = receipt && (await manager.findOneBy(Payment, { id: receipt.paymentId }));
    if (!payment || !mayLookAt(viewer, payment)) throw new Refusal('NOT_FOUND');
    return this.paper(manager, receipt, payment);
  }

  private async paper(tx: EntityManager, receipt: Receipt, payment: Payment): Promise<contract.ReceiptPaper> {
    const all = await tx.find(PaymentItem, { where: { paymentId: payment.id }, order: { id: 'ASC' } });
    const kept = all.filter((item) => isKept(payment, item));
    const accounts = await this.customers.accountsById(kept.map(({ accountId }) => accountId), tx);
    const bills = await rowsById(tx, Bill, kept.map(({ billId }) => billId));
    const cashier = (await rowsById(tx, Staff, [payment.cashierId])).get(payment.cashierId ?? 0);
    const hall = (await rowsById(tx, Hall, [payment.hallId])).get(payment.hallId ?? 0);
    const amountFen = receivedFen(payment, all);
    return {
      receiptNumber: receipt.receiptNumber, state: receipt.state, prints: receipt.prints, issuedAt: receipt.issuedAt.toISOString(), companyName: this.config.company.name, hallName: hall?.name ?? null,
      cashier: cashier ? { name: cashier.name, staffNumber: cashier.staffNumber } : null, method: payment.method, via: payment.via, amountFen, amountInWords: amountInWords(amountFen),
      tenderedFen: payment.tenderedFen, changeFen: payment.changeFen, cardReference: payment.cardReference, transactionId: payment.transactionId,
      checkAddress: this.checks.addressOf(receipt),
      items: kept.map((item) => {
        const account = accounts.get(item.accountId);
        return {
          kind: item.settled === true ? item.kind : 'prepayment', accountNumber: item.accountNumber, nameMasked: maskName(account?.name ?? ''), addressMasked: maskAddress(account?.address ?? ''),
          from: item.fromOn, to: item.toOn, volume: bills.get(item.billId ?? 0)?.volume ?? null, principalFen: item.principalFen, lateFeeFen: item.lateFeeFen,
        };
      }),
    };
  }

  async policyList(): Promise<{ items: contract.PaymentPolicyView[] }> {
    return { items: (await this.policies.all()).map(policyView) };
  }
}

const policyView = ({ fromOn, partOnline, prepaymentLeastFen, prepaymentMostFen, clause }: Omit<PaymentPolicy, 'id'>): contract.PaymentPolicyView => ({ fromOn, partOnline, prepaymentLeastFen, prepaymentMostFen, clause });

function cursorOf(cursor: string | undefined): number | undefined {
  const id = cursor === undefined ? undefined : Number(cursor);
  if (id !== undefined && !(Number.isSafeInteger(id) && id > 0)) throw new Refusal('INVALID_INPUT');
  return id;
}
