import type { BillRunItem, BillRunPolicyView, BillRunView, ReviewItem } from '@shouwen/shared/contract/bill-run';
import { daysBetween, maskAddress, maskName } from '@shouwen/shared/value';
import { type ReviewReason, reviewReasonLabels, zoneLabels } from '@shouwen/shared/vocabulary';
import type { WaterAccount } from '../customer/index.js';
import type { BillRun, BillRunPolicy, BillRunReview, BillRunSum } from './bill-run.entity.js';
import type { Period } from './rules/findings-of-draft.js';

const scopeOf = ({ zone, hallId }: BillRun, halls: ReadonlyMap<number, string>) => (zone !== null ? zoneLabels[zone] : hallId !== null ? (halls.get(hallId) ?? '') : '全部');

function percentOf({ state, position, firstPosition, lastPosition }: BillRun): number {
  if (state === 'review' || state === 'issued' || state === 'cancelled') return 100;
  return lastPosition <= firstPosition ? 0 : Math.min(99, Math.floor(((position - firstPosition) * 100) / (lastPosition - firstPosition)));
}

export function itemView(run: BillRun, halls: ReadonlyMap<number, string>): BillRunItem {
  const { id, fromOn, toOn, state, billCount, volume, totalFen, openReviews, startedBy, startedAt } = run;
  return { id, scope: scopeOf(run, halls), from: fromOn, to: toOn, state, percent: percentOf(run), billCount, volume, totalFen, openReviews, startedBy, startedAt: startedAt.toISOString() };
}

export function runView(
  run: BillRun, halls: ReadonlyMap<number, string>, sums: readonly BillRunSum[], counts: readonly { reason: string; state: string; count: string | number }[], policy: BillRunPolicy, tariffs: ReadonlyMap<string, string>,
): BillRunView {
  const count = (reason: ReviewReason, state: string) => Number(counts.find((row) => row.reason === reason && row.state === state)?.count ?? 0);
  const reasons = (Object.keys(reviewReasonLabels) as ReviewReason[]).filter((reason) => counts.some((row) => row.reason === reason));
  return {
    ...itemView(run, halls),
    version: run.version,
    sums: sums.map(({ zone, tariffCode, billCount, volume, totalFen, previousCount, previousVolume, previousFen }) => ({
      zone, tariffCode, tariffName: tariffs.get(tariffCode) ?? tariffCode, billCount, volume, totalFen, previousCount, previousVolume, previousFen,
    })),
    reviews: reasons.map((reason) => ({ reason, open: count(reason, 'open'), confirmed: count(reason, 'confirmed'), held: count(reason, 'held'), toRead: count(reason, 'to-read') })),
    zeroCount: run.zeroCount, prepaidCount: run.prepaidCount, prepaidFen: run.prepaidFen, issuedCount: run.issuedCount,
    computedAt: run.computedAt?.toISOString() ?? null, issuedAt: run.issuedAt?.toISOString() ?? null, issuedBy: run.issuedBy, cancelledBy: run.cancelledBy, cancelReason: run.cancelReason,
    trouble: run.trouble === null ? null : '上一步没有成功，系统会自动再试；若长时间不动请联系系统管理员',
    policy: policyView(policy),
    allowed: run.state === 'review' ? ['review', ...(run.openReviews === 0 && run.billCount > 0 ? ['issue' as const] : []), 'cancel'] : run.state === 'computing' ? ['cancel'] : [],
  };
}

export function policyView({ id, farPercent, farLeast, daysToPay, changedBy, changedAt }: BillRunPolicy): BillRunPolicyView {
  return { id, farPercent, farLeast, daysToPay, by: changedBy, at: changedAt.toISOString() };
}

export function reviewView(review: BillRunReview, account: WaterAccount | undefined): ReviewItem {
  const { previous, yearAgo, usual } = review.compared;
  return {
    id: review.id, accountId: review.accountId, accountNumber: account?.accountNumber ?? '', nameMasked: maskName(account?.name ?? ''), addressMasked: maskAddress(account?.address ?? ''), zone: review.zone,
    readOn: review.readOn, previousReading: review.previousReading, reading: review.reading,
    current: review.volume === null ? null : consumptionOf({ from: review.fromOn, to: review.readOn, volume: review.volume }),
    totalFen: review.totalFen, billId: review.billId, findings: review.findings,
    previous: previous && { ...consumptionOf(previous), totalFen: previous.totalFen }, yearAgo: yearAgo && consumptionOf(yearAgo), usualVolume: usual,
    state: review.state, note: review.note, decidedBy: review.decidedBy, decidedAt: review.decidedAt?.toISOString() ?? null,
  };
}

const consumptionOf = ({ from, to, volume }: Period) => ({ volume, days: daysBetween(from, to) + 1 });
