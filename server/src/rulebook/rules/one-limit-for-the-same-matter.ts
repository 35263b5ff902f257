import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { contradiction, type Books } from './contradiction.js';

/** TL-7: of two rows for the same matter and clock nobody could say which holds. */
export function oneLimitForTheSameMatter({ 'service-policy': policies }: Pick<Books, 'service-policy'>): Contradiction[] {
  const first = new Map<string, number>();
  return policies.flatMap(({ kind, category, source, zone, clock }, index) => {
    const matter = JSON.stringify([kind, category, source, zone, clock]);
    const other = first.get(matter);
    if (other !== undefined) return [contradiction('TL-7', index, `与第 ${other + 1} 行是同一事项的同一时限，请删去一行`)];
    first.set(matter, index);
    return [];
  });
}
