import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { ticketSourceLabels, zoneLabels, type TicketSource, type Zone } from '@shouwen/shared/vocabulary';
import { contradiction, type Books } from './contradiction.js';

/** TL-7: whatever a resident may bring, from wherever, has a date by which it is done. */
export function everyCategoryPromisesAResolution({ category: categories, 'service-policy': policies }: Pick<Books, 'category' | 'service-policy'>): Contradiction[] {
  const promises = policies.filter((row) => row.clock === 'resolution');
  return categories.flatMap(({ code, kind, label, active }) => {
    if (!active) return [];
    const own = promises.filter((row) => (row.category === null || row.category === code) && (row.kind === null || row.kind === kind));
    const without = (Object.keys(ticketSourceLabels) as TicketSource[]).flatMap((source) =>
      (Object.keys(zoneLabels) as Zone[])
        .filter((zone) => !own.some((row) => (row.source === null || row.source === source) && (row.zone === null || row.zone === zone)))
        .map((zone) => `${ticketSourceLabels[source]}、${zoneLabels[zone]}`),
    );
    if (without.length === 0) return [];
    const where = own.length === 0 ? '' : `（${without[0]}）`;
    return [contradiction('TL-7', '', `“${label}”${where}没有办结时限，请补上一行“办结”`)];
  });
}
