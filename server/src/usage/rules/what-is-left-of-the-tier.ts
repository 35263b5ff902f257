import type { TierGauge, UsageTier } from '@shouwen/shared/contract/usage';

export interface GaugeFacts {
  readonly tariffName: string;
  readonly tierPeriod: 'year' | 'month';
  /** m³ at which each tier ends, for this household and these months; null for the last. */
  readonly bounds: readonly (number | null)[];
  /** Everything a m³ costs in each tier, in 1/10000 yuan. */
  readonly unitPrices: readonly number[];
  /** m³ charged in the year, or in the months billed last. */
  readonly used: number;
  readonly months: number;
  /** `2026年`, or the months of the last bill. */
  readonly label: string;
}

/** How far a household is in its tiers. A tier that the widening of a lower one overtook is empty and left out. */
export function whatIsLeftOfTheTier({ tariffName, tierPeriod, bounds, unitPrices, used, months, label }: GaugeFacts): TierGauge {
  const tiers: UsageTier[] = [];
  let from = 0;
  bounds.forEach((to, i) => {
    if (to !== null && to <= from) return;
    tiers.push({ tier: i + 1, from, to, used: Math.max(0, Math.min(used, to ?? used) - from), unitPrice: unitPrices[i] ?? 0 });
    from = to ?? from;
  });
  // Where the next m³ falls.
  const now = tiers.find(({ to }) => to === null || used < to) ?? tiers.at(-1);
  const current = now?.tier ?? 1;
  const left = now?.to === null || now === undefined ? null : Math.max(0, now.to - used);
  return { tariffName, tierPeriod, label, used, months, tiers, current, left, sentence: sentenceOf(tierPeriod, tiers.length, current, left, label) };
}

const ordinals = ['一', '二', '三', '四', '五'];
const ordinal = (tier: number) => ordinals[tier - 1] ?? String(tier);

function sentenceOf(tierPeriod: 'year' | 'month', count: number, current: number, left: number | null, label: string): string {
  if (count < 2) return '这种水价不分阶梯，每立方米一个价';
  const when = tierPeriod === 'year' ? '今年' : label;
  if (left === null) return `${when}已用到第${ordinal(current)}阶梯，这是最高一档`;
  return tierPeriod === 'year' ? `今年第${ordinal(current)}阶梯还剩 ${left} m³` : `${label}用在第${ordinal(current)}阶梯，离下一档还差 ${left} m³`;
}
