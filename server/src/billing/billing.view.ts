import type { BillDetail, BillItem, BillLine } from '@shouwen/shared/contract/billing';
import { addDays, type DateString, daysBetween, maskAddress, maskName } from '@shouwen/shared/value';
import { componentLabels } from '@shouwen/shared/vocabulary';
import type { WaterAccount } from '../customer/index.js';
import type { Bill } from './billing.entity.js';
import { billByTiers, tierBounds } from './rules/bill-by-tiers.js';
import { monthsOf, type StoredSegment } from './rules/bill-of-reading.js';
import { lateFee, type LateFee } from './rules/late-fee.js';
import type { TariffBook } from './tariff-book.js';

/** Fen still open of a bill, without the late fee. */
export const principalOf = (bill: Bill) => bill.totalFen + bill.adjustedFen - bill.paidFen;

/** The late fee of an unpaid bill as of `today`. */
export function lateFeeOf(bill: Bill, today: DateString): LateFee {
  const grown = lateFee({ principal: principalOf(bill), rate: bill.lateFeeRate, due: bill.lateFeeFromOn, paidOn: today, disputed: [] });
  return { ...grown, fee: Math.max(0, Math.min(grown.fee, bill.totalFen - bill.lateFeePaidFen) - bill.lateFeeWaivedFen) };
}

/** A bill under one version for the whole period keeps no segments: they follow from its columns. */
export function segmentsOf(bill: Bill, book: TariffBook): readonly StoredSegment[] {
  if (bill.segments !== null) return bill.segments;
  const tariff = book.versionById(bill.tariffVersionId);
  return tariff ? [{ tariff: tariff.id, from: bill.fromOn, to: bill.toOn, volume: bill.volume, usedBefore: bill.usedBefore, months: monthsOf(daysBetween(bill.fromOn, bill.toOn) + 1) }] : [];
}

export function billItemView(bill: Bill, accountNumber: string, today: DateString): BillItem {
  const unpaid = bill.state === 'unpaid';
  const late = unpaid ? lateFeeOf(bill, today).fee : 0;
  return {
    id: bill.id,
    accountId: bill.accountId,
    accountNumber,
    from: bill.fromOn,
    to: bill.toOn,
    volume: bill.volume,
    totalFen: bill.totalFen,
    lateFeeFen: unpaid ? late : bill.lateFeePaidFen,
    payableFen: unpaid ? principalOf(bill) + late : 0,
    dueOn: bill.dueOn,
    overdue: unpaid && today > bill.dueOn,
    state: bill.state,
  };
}

/** The bill with its working: `lines` add up to each component before rounding, components add up to `totalFen` (PY-9). */
export function billDetailView(bill: Bill, account: WaterAccount, book: TariffBook, receiptNumber: string | null, today: DateString): BillDetail {
  const item = billItemView(bill, account.accountNumber, today);
  return {
    ...item,
    nameMasked: maskName(account.name),
    addressMasked: maskAddress(account.address),
    previousReading: bill.previousReading,
    previousReadOn: addDays(bill.fromOn, -1),
    reading: bill.reading,
    readOn: bill.toOn,
    tariffName: book.names.get(bill.tariffCode) ?? bill.tariffCode,
    tierPeriod: book.version(segmentsOf(bill, book).at(-1)?.tariff ?? '')?.tierPeriod ?? 'month',
    usedBefore: bill.usedBefore,
    householdSize: bill.householdSize,
    lines: linesView(bill, book),
    components: Object.entries(bill.components).map(([component, fen]) => ({ component, componentName: componentLabels[component] ?? component, fen })),
    lateFee: {
      days: bill.state === 'unpaid' ? lateFeeOf(bill, today).days : 0,
      ratePerHundredThousand: bill.lateFeeRate,
      fen: item.lateFeeFen,
    },
    payment: bill.paymentId !== null && bill.settledAt !== null && receiptNumber !== null ? { id: bill.paymentId, paidAt: bill.settledAt.toISOString(), receiptNumber } : null,
  };
}

/** By component, then as time went on, then by tier. A tier's bounds are those of its tariff version for this household. */
function linesView(bill: Bill, book: TariffBook): BillLine[] {
  const order = Object.keys(bill.components);
  const lines = segmentsOf(bill, book).flatMap((segment) => {
    const tariff = book.version(segment.tariff);
    if (!tariff) return [];
    const facts = { volume: segment.volume, usedBefore: segment.usedBefore, persons: bill.householdSize, months: segment.months };
    const bounds = tierBounds(tariff, facts);
    return billByTiers(tariff, facts).working.flatMap(({ lines }) =>
      lines.map(({ component, tier, volume, price, amount }): BillLine => ({
        component,
        componentName: componentLabels[component] ?? component,
        tier,
        tierFrom: tier === null ? null : tier === 1 ? 0 : (bounds[tier - 2] ?? null),
        tierTo: tier === null ? null : (bounds[tier - 1] ?? null),
        volume,
        unitPrice: price,
        amount,
      })));
  });
  return lines.toSorted((a, b) => order.indexOf(a.component) - order.indexOf(b.component));
}
