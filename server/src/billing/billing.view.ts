import type { BillDetail, BillItem, BillLine } from '@shouwen/shared/contract/billing';
import { addDays, type DateString, daysBetween, maskAddress, maskName, shanghaiDate } from '@shouwen/shared/value';
import { componentLabels } from '@shouwen/shared/vocabulary';
import type { WaterAccount } from '../customer/index.js';
import type { Bill, BillDispute } from './billing.entity.js';
import { tierBounds } from './rules/bill-by-tiers.js';
import { type BillSegment, linesOfSegments, MINIMUM, monthsOf } from './rules/bill-of-period.js';
import type { LateFee } from './rules/late-fee.js';
import { lateFeeOfBill, openPrincipalOf } from './rules/late-fee-of-bill.js';
import type { TariffBook } from './tariff-book.js';

/** What a bill's page shows of its account. */
export type BilledAccount = Pick<WaterAccount, 'accountNumber' | 'name' | 'address'>;
/** What a bill's line in a list needs. */
export type ListedBill = Pick<Bill, 'id' | 'accountId' | 'fromOn' | 'toOn' | 'volume' | 'totalFen' | 'adjustedFen' | 'paidFen' | 'lateFeePaidFen' | 'lateFeeWaivedFen' | 'dueOn' | 'lateFeeFromOn' | 'lateFeeRate' | 'state'>;

/** Fen still open of a bill, without the late fee. */
export const principalOf = (bill: ListedBill) => openPrincipalOf(bill);

/** The late fee of an unpaid bill as of `today`, without the days in dispute. */
export const lateFeeOf = (bill: ListedBill, disputes: readonly BillDispute[], today: DateString): LateFee => lateFeeOfBill(bill, disputes, today);

/** A bill under one version for the whole period keeps no segments: they follow from its columns. */
export function segmentsOf(bill: Bill, book: TariffBook): readonly BillSegment[] {
  // Bills from before dated households say it once for all.
  if (bill.segments !== null) return bill.segments.map((segment) => ({ persons: bill.householdSize, share: 1000, ...segment }));
  const tariff = book.versionById(bill.tariffVersionId);
  if (!tariff) return [];
  return [{ tariff: tariff.id, from: bill.fromOn, to: bill.toOn, volume: bill.volume, usedBefore: bill.usedBefore, months: monthsOf(daysBetween(bill.fromOn, bill.toOn) + 1), persons: bill.householdSize, share: 1000 }];
}

export function billItemView(bill: ListedBill, accountNumber: string, disputes: readonly BillDispute[], today: DateString): BillItem {
  const unpaid = bill.state === 'unpaid';
  const late = unpaid ? lateFeeOf(bill, disputes, today).fee : 0;
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
    paidFen: bill.paidFen,
    lateFeePaidFen: bill.lateFeePaidFen,
    disputed: bill.state !== 'void' && disputes.some(({ toOn }) => toOn === null),
  };
}

/** What a bill's page shows besides the bill itself. */
export interface BillSurroundings {
  disputes: readonly BillDispute[];
  /** The number of the ticket whose dispute is open, for those who may know of it (CP-6). */
  disputeNumber: string | null;
  receiptNumber: string | null;
  replacedByBillId: number | null;
}

/** The bill with its working: `lines` add up to each component before rounding, components add up to `totalFen` (PY-9). */
export function billDetailView(bill: Bill, account: BilledAccount, book: TariffBook, { disputes, disputeNumber, receiptNumber, replacedByBillId }: BillSurroundings, today: DateString): BillDetail {
  const item = billItemView(bill, account.accountNumber, disputes, today);
  const segments = segmentsOf(bill, book);
  const open = disputes.find(({ toOn }) => toOn === null);
  return {
    ...item,
    nameMasked: maskName(account.name),
    addressMasked: maskAddress(account.address),
    previousReading: bill.previousReading,
    previousReadOn: addDays(bill.fromOn, -1),
    reading: bill.reading,
    readOn: bill.toOn,
    tariffName: book.names.get(bill.tariffCode) ?? bill.tariffCode,
    tierPeriod: book.version(segments.at(-1)?.tariff ?? '')?.tierPeriod ?? 'month',
    usedBefore: bill.usedBefore,
    householdSize: bill.householdSize,
    segments: segments.map(({ tariff, from, to, share, volume, usedBefore, persons, months }) => ({
      from, to, share, volume, usedBefore, persons, months, tariffName: book.nameOf(tariff), tariffFrom: book.version(tariff)?.from ?? from, tierPeriod: book.version(tariff)?.tierPeriod ?? 'month',
    })),
    meterChanges: [...(bill.meterChanges ?? [])],
    lines: linesView(bill, segments, book),
    components: Object.entries(bill.components).map(([component, fen]) => ({ component, componentName: componentLabels[component] ?? component, fen })),
    lateFee: {
      days: bill.state === 'unpaid' ? lateFeeOf(bill, disputes, today).days : 0,
      ratePerHundredThousand: bill.lateFeeRate,
      fen: item.lateFeeFen,
    },
    payment: bill.paymentId !== null && bill.settledAt !== null && receiptNumber !== null ? { id: bill.paymentId, paidAt: bill.settledAt.toISOString(), receiptNumber } : null,
    adjustedFen: bill.adjustedFen,
    lateFeeWaivedFen: Math.max(0, bill.lateFeeWaivedFen),
    dispute: open && bill.state !== 'void' ? { ticketNumber: disputeNumber, since: open.fromOn } : null,
    replacesBillId: bill.replacesBillId,
    replacedByBillId,
    voidReason: bill.voidReason,
    issuedOn: shanghaiDate(bill.issuedAt),
  };
}

/** By component, then as time went on, then by tier; what tops the bill up comes last. A tier's bounds are those of its tariff version for the household. */
function linesView(bill: Bill, segments: readonly BillSegment[], book: TariffBook): BillLine[] {
  const order = Object.keys(bill.components);
  const lines = linesOfSegments(segments, (id) => book.version(id)).map(({ segment, component, tier, volume, price, amount }): BillLine => {
    const part = segments[segment] as BillSegment;
    const tariff = book.version(part.tariff);
    const bounds = tariff ? tierBounds(tariff, part) : [];
    return {
      segment, component, componentName: componentLabels[component] ?? component, tier,
      tierFrom: tier === null ? null : tier === 1 ? 0 : (bounds[tier - 2] ?? null),
      tierTo: tier === null ? null : (bounds[tier - 1] ?? null),
      volume, unitPrice: price, amount,
    };
  });
  const least = bill.components[MINIMUM];
  if (least !== undefined) lines.push({ segment: null, component: MINIMUM, componentName: componentLabels[MINIMUM] ?? MINIMUM, tier: null, tierFrom: null, tierTo: null, volume: 0, unitPrice: 0, amount: least * 100 });
  return lines.toSorted((a, b) => order.indexOf(a.component) - order.indexOf(b.component));
}
