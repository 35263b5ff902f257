import type { INestApplicationContext } from '@nestjs/common';
import { shanghaiDate } from '@shouwen/shared/value';
import { DataSource, type EntityManager } from 'typeorm';
import { Approval, ApprovalService } from '../approval/index.js';
import { BillingService } from '../billing/index.js';
import { CashShift } from '../cashier/index.js';
import { Transactions } from '../database/index.js';
import { CounterPayments, type CounterTender, Payment, PaymentItem, RefundDesk, VoidService } from '../payment/index.js';
import { Staff } from '../staff/index.js';

const CASHIER = '1003';
/** Of the suburban hall. */
const DIRECTOR = '1008';

/** A morning at the suburban window (bills are paid at any): a payment undone, one to be undone, cash to be given back, and a card's refund to decide on. Does nothing when the shift has taken money already. `shown`: accounts that visitors are told to try. */
export async function seedWindow(app: INestApplicationContext, shown: readonly string[], now: Date): Promise<void> {
  const { manager } = app.get(DataSource);
  const cashier = await manager.findOneByOrFail(Staff, { staffNumber: CASHIER });
  const row = await manager.findOneBy(CashShift, { openCashierKey: cashier.id });
  if (!row || (await manager.existsBy(Payment, { shiftId: row.id }))) return;
  const shift = { id: row.id, hallId: row.hallId, lateBook: false };
  // One bill each, not overdue, from the end of the list: nobody who is called, reminded or in a run.
  const due: { billId: number }[] = await manager.query(
    `SELECT MAX(b.id) AS billId FROM bill b JOIN water_account a ON a.id = b.account_id WHERE a.account_number NOT IN (${shown.map(() => '?').join(', ')}) AND b.state = 'unpaid' GROUP BY b.account_id HAVING COUNT(*) = 1 AND MIN(b.due_on) >= ? ORDER BY b.account_id DESC LIMIT 5`,
    [...shown, shanghaiDate(now)],
  );
  const [payments, billing, approvals] = [app.get(CounterPayments), app.get(BillingService), app.get(ApprovalService)];
  const take = async (tx: EntityManager, billId: number, how: 'cash' | 'card'): Promise<Payment & { itemId: number }> => {
    const [bill] = await billing.payables(tx, [billId], shanghaiDate(now));
    const fen = (bill?.principalFen ?? 0) + (bill?.lateFeeFen ?? 0);
    const tender: CounterTender = how === 'cash' ? { method: 'cash', tenderedFen: Math.ceil(fen / 5000) * 5000 } : { method: 'card', batch: '000218', reference: '2043' };
    const { paymentId } = await payments.receive(tx, cashier, shift, { bills: [{ billId, payFen: fen, seenFen: fen }], prepayments: [], totalFen: fen, servedMs: 26_000 }, tender, now);
    const item = await tx.findOneByOrFail(PaymentItem, { paymentId });
    return { ...(await tx.findOneByOrFail(Payment, { id: paymentId })), itemId: item.id };
  };
  const ask = (tx: EntityManager, kind: 'void-payment' | 'refund-payment', { id, amountFen, hallId }: Payment, reason: string, detail: Record<string, unknown>) =>
    approvals.request(tx, { kind, subjectId: id, amountFen, hallId, reason, detail }, cashier, now);
  const director = await manager.findOneByOrFail(Staff, { staffNumber: DIRECTOR });
  const approved = (tx: EntityManager, kind: 'void-payment' | 'refund-payment', { id, amountFen, hallId }: Payment, reason: string, detail: Record<string, unknown>) =>
    tx.insert(Approval, {
      kind, subjectId: id, openKey: null, amountFen, hallId, reason, detail: JSON.stringify(detail), state: 'approved', requestedById: cashier.id, requestedAt: now, decidedById: director.id, decidedAt: now, decisionReason: '情况属实', version: 2,
    });
  await app.get(Transactions).run(async (tx) => {
    const [, wrong, undone, back, card] = due.map(({ billId }) => billId);
    const [kept] = due;
    if (kept) await take(tx, kept.billId, 'cash');
    if (undone) {
      const paid = await take(tx, undone, 'cash');
      await app.get(VoidService).void(tx, paid.id, '', '顾客改用微信缴费', now);
      await approved(tx, 'void-payment', paid, '顾客改用微信缴费', { reference: '' });
    }
    if (wrong) await ask(tx, 'void-payment', await take(tx, wrong, 'cash'), '户号输错，顾客是隔壁一户', { reference: '' });
    if (back) {
      const paid = await take(tx, back, 'cash');
      const wanted = { items: [{ itemId: paid.itemId, fen: paid.amountFen }], method: 'cash' as const };
      await app.get(RefundDesk).begin(tx, paid.id, wanted, { reason: '家人已在微信缴过', requestedById: cashier.id }, now);
      await approved(tx, 'refund-payment', paid, '家人已在微信缴过', wanted);
    }
    if (card) {
      const paid = await take(tx, card, 'card');
      await ask(tx, 'refund-payment', paid, '房屋已过户，原户主代缴', { items: [{ itemId: paid.itemId, fen: paid.amountFen }], method: 'card' });
    }
  });
}
