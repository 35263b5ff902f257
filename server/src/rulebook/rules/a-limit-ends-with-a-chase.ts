import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { contradiction, type Books } from './contradiction.js';

/** FI-7: on the due instant there is a chase; a ladder without it would let every limit pass in silence. */
export function aLimitEndsWithAChase({ ladder }: Pick<Books, 'ladder'>): Contradiction[] {
  return (['day', 'minute'] as const).flatMap((name) =>
    ladder[name].some(({ at, chase }) => chase && 'percent' in at && at.percent === 100) ? [] : [contradiction('FI-7', name, '到时限（100%）必须有一步催办，不能去掉')],
  );
}
