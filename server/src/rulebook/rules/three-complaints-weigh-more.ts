import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { contradiction, type Books } from './contradiction.js';

/** CP-9: three upheld complaints in a year are graver than one. */
export function threeComplaintsWeighMore({ consequence }: Pick<Books, 'consequence'>): Contradiction[] {
  return consequence.threeInYearFen < consequence.upheldComplaintFen ? [contradiction('CP-9', 'threeInYearFen', '一年三次的金额不能低于单次的金额')] : [];
}
