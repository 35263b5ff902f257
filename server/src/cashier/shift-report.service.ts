import { Injectable } from '@nestjs/common';
import type { MethodTotal, PaidOut, PaymentPace, ShiftReport } from '@shouwen/shared/contract/cashier';
import { DataSource, type EntityManager, In, IsNull, Not } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { Payment, PaymentRefund } from '../payment/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { BankDeposit, CashShift, DrawerCount } from './cashier.entity.js';
import { depositViews, shiftViews } from './cashier.view.js';
import { paceOf } from './rules/a-payment-is-done-within-a-minute.js';
import { receiptRanges, totalsOf } from './rules/totals-of-shifts.js';

/** PY-6: what a shift took, by method, with its receipts, voids and counts. */
@Injectable()
export class ShiftReports {
  constructor(private readonly dataSource: DataSource) {}

  /** The cashier's own, or one of the leader's hall. Sums stay hidden from the cashier until the cash is counted. */
  async one(viewer: StaffViewer, id: number): Promise<ShiftReport> {
    const { manager } = this.dataSource;
    const leads = viewer.roles.some((role) => role === 'shift-leader' || role === 'hall-director');
    const everywhere = viewer.roles.some((role) => role === 'finance' || role === 'company-leader');
    const shift = await manager.findOneBy(CashShift, { id });
    if (!shift || !(shift.cashierId === viewer.id || everywhere || (leads && shift.hallId === viewer.hallId))) throw new Refusal('NOT_FOUND');
    return (await this.of(manager, [shift], { blind: true }))[0]!;
  }

  async of(manager: EntityManager, shifts: readonly CashShift[], { blind }: { blind: boolean }): Promise<ShiftReport[]> {
    if (shifts.length === 0) return [];
    const ids = shifts.map((shift) => shift.id);
    const views = await shiftViews(manager, shifts);
    const halls = await rowsById(manager, Hall, shifts.map((shift) => shift.hallId));
    const payments = await manager.find(Payment, {
      where: { shiftId: In(ids), paidAt: Not(IsNull()) }, select: { id: true, shiftId: true, method: true, state: true, amountFen: true, receiptNumber: true, servedMs: true },
    });
    const counts = await manager.find(DrawerCount, { where: { shiftId: In(ids) }, order: { shiftId: 'ASC', ordinal: 'ASC' } });
    const refunds = await manager.find(PaymentRefund, { where: { shiftId: In(ids), state: 'done', method: In(['cash', 'card']) }, order: { finishedAt: 'ASC', id: 'ASC' } });
    const givenBack = await rowsById(manager, Payment, refunds.map((refund) => refund.paymentId));
    const people = await rowsById(manager, Staff, [...counts.map((count) => count.byId), ...refunds.map((refund) => refund.finishedById)]);
    const deposits = await depositViews(manager, await manager.findBy(BankDeposit, { id: In([0, ...shifts.flatMap(({ depositId }) => depositId ?? [])]) }));
    return views.map((shift) => {
      const own = payments.filter((payment) => payment.shiftId === shift.id);
      const back = refunds.filter((refund) => refund.shiftId === shift.id);
      const hidden = blind && shift.state === 'open';
      return {
        shift, hallName: halls.get(shift.hallId)?.name ?? '',
        totals: hidden ? null : totalsOf([...own.map(totalOf), ...back.map(totalOfRefund)]),
        paidOut: hidden ? null : back.map((refund) => paidOutOf(refund, givenBack.get(refund.paymentId), people.get(refund.finishedById ?? 0))),
        receipts: receiptRanges(own.flatMap(({ receiptNumber, state }) => (receiptNumber === null ? [] : [{ number: receiptNumber, voided: state === 'voided' }]))),
        pace: paceOf(own.flatMap(({ servedMs }) => servedMs ?? [])),
        counts: counts.filter((count) => count.shiftId === shift.id).map((count) => ({
          kind: count.ordinal === 1 ? ('opening' as const) : ('closing' as const), at: count.at.toISOString(), byName: people.get(count.byId)?.name ?? '', totalFen: count.totalFen, counts: count.counts,
        })),
        deposit: deposits.find((deposit) => deposit.id === shift.depositId) ?? null,
      };
    });
  }

  /** PY-3, of a shift. A code that nobody paid is no payment. */
  async pace(shiftId: number): Promise<PaymentPace> {
    const rows = await this.dataSource.manager.find(Payment, { where: { shiftId, servedMs: Not(IsNull()), paidAt: Not(IsNull()) }, select: { id: true, servedMs: true } });
    return paceOf(rows.flatMap(({ servedMs }) => servedMs ?? []));
  }
}

const nothing = { count: 0, amountFen: 0, voidedCount: 0, voidedFen: 0, refundedFen: 0 };

function totalOf({ method, state, amountFen }: Payment): MethodTotal {
  return state === 'voided' ? { ...nothing, method, voidedCount: 1, voidedFen: amountFen } : { ...nothing, method, count: 1, amountFen };
}

const totalOfRefund = ({ method, amountFen }: PaymentRefund): MethodTotal => ({ ...nothing, method: method === 'card' ? 'card' : 'cash', refundedFen: amountFen });

function paidOutOf({ id, method, amountFen, finishedAt, createdAt, reference, reason }: PaymentRefund, payment: Payment | undefined, by: Staff | undefined): PaidOut {
  return { refundId: id, method, amountFen, at: (finishedAt ?? createdAt).toISOString(), byName: by?.name ?? '', receiptNumber: payment?.receiptNumber ?? null, reference, reason };
}
