import type { ErrorCode } from '@shouwen/shared/vocabulary';
import type { VersionsOf } from './bill-of-period.js';
import type { Use } from './terms-of-account.js';

/**
 * PY-9: whether water may be put to these uses from a day on: each use once, shares in 1/1000 that add up, a price in force for each, and at most one
 * with yearly tiers, whose year is the account's.
 */
export function unsoundUses(versionsOf: VersionsOf, uses: readonly Use[], fromOn: string): ErrorCode | null {
  if (uses.length === 0 || uses.some(({ share }) => !Number.isSafeInteger(share) || share < 1) || uses.reduce((sum, { share }) => sum + share, 0) !== 1000) return 'SHARES_DO_NOT_ADD_UP';
  if (new Set(uses.map(({ tariffCode }) => tariffCode)).size !== uses.length) return 'SHARES_DO_NOT_ADD_UP';
  const tariffs = uses.map(({ tariffCode }) => versionsOf(tariffCode).findLast(({ from }) => from <= fromOn));
  if (tariffs.some((tariff) => !tariff)) return 'TARIFF_NOT_IN_FORCE';
  return tariffs.filter((tariff) => tariff?.tierPeriod === 'year').length > 1 ? 'TWO_YEARLY_TARIFFS' : null;
}
