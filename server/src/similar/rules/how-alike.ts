import type { TicketKind } from '@shouwen/shared/vocabulary';
import { metresBetween, type Where } from './where-it-is.js';

/** What likeness is judged by. */
export interface Matter {
  readonly kind: TicketKind;
  readonly category: string;
  readonly categoryLabel: string;
  readonly accountId: number | null;
  readonly where: Where;
  readonly at: Date;
}
export interface Likeness {
  readonly likeness: 'same' | 'maybe';
  readonly score: number;
  /** In words, the strongest first. */
  readonly reasons: readonly string[];
}

/** Further back it is another matter, even at the same place. */
export const RECENT_DAYS = 30;
const NEAR_METRES = 300;
const SAME_METRES = 100;
const SAME_SCORE = 75;
const MAYBE_SCORE = 40;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Things that happen to a pipe, and so to everybody at that place. */
const ON_THE_PIPE: readonly string[] = ['complaint-repair', 'complaint-quality', 'complaint-pressure'];
const ABOUT_THE_BILL: readonly string[] = ['complaint-meter', 'complaint-bill'];

/** Categories whose matters may be one. */
export function familyOf({ kind, category }: Pick<Matter, 'kind' | 'category'>): string {
  if (kind === 'leak' || ON_THE_PIPE.includes(category)) return 'pipe';
  if (kind === 'billing-question' || ABOUT_THE_BILL.includes(category)) return 'bill';
  return category;
}

export const isOnThePipe = (matter: Pick<Matter, 'kind' | 'category'>): boolean => familyOf(matter) === 'pipe';

/** How likely two tickets are one matter, and why; null: no sign of it. Being near says something only of what happens to a pipe. */
export function howAlike(one: Matter, other: Matter): Likeness | null {
  const apart = Math.abs(one.at.getTime() - other.at.getTime());
  if (apart > RECENT_DAYS * DAY) return null;
  const sameFamily = familyOf(one) === familyOf(other);
  const signs = [
    ...(one.accountId !== null && one.accountId === other.accountId ? [sign(sameFamily ? 60 : 40, '同一户号')] : []),
    ...(sameFamily ? whereSigns(one.where, other.where, isOnThePipe(one)) : []),
  ];
  if (signs.length === 0) return null;
  if (sameFamily) signs.push(one.category === other.category ? sign(20, `同是${one.categoryLabel}`) : sign(10, '事项相近'));
  if (sameFamily && apart <= 3 * DAY) signs.push(sign(apart <= DAY ? 15 : 10, timeApart(apart)));
  const score = signs.reduce((sum, { points }) => sum + points, 0);
  if (score < MAYBE_SCORE) return null;
  return { likeness: score >= SAME_SCORE ? 'same' : 'maybe', score, reasons: signs.sort((a, b) => b.points - a.points).map(({ words }) => words) };
}

const sign = (points: number, words: string) => ({ points, words });

/** The strongest sign on the map and the strongest in the words. */
function whereSigns(one: Where, other: Where, onThePipe: boolean): { points: number; words: string }[] {
  if (one.address !== '' && one.address === other.address) return [sign(45, '同一地址')];
  if (!onThePipe) return [];
  const metres = one.place && other.place ? metresBetween(one.place, other.place) : null;
  const onMap = metres === null || metres > NEAR_METRES ? [] : [sign(metres <= SAME_METRES ? 45 : 25, metres < 10 ? '位置相同' : `相距约 ${Math.round(metres / 10) * 10} 米`)];
  const house = one.houses.find((name) => other.houses.includes(name));
  if (house !== undefined) return [...onMap, sign(40, `同在${house}号`)];
  const road = one.roads.find((name) => other.roads.includes(name));
  // On the map they are known to be far apart, so the street they share says nothing.
  if (road === undefined || (metres !== null && metres > NEAR_METRES)) return onMap;
  return [...onMap, sign(15, `同在${road}`)];
}

function timeApart(milliseconds: number): string {
  if (milliseconds < HOUR) return '前后不到 1 小时';
  return milliseconds < DAY ? `前后相差 ${Math.round(milliseconds / HOUR)} 小时` : `前后相差 ${Math.round(milliseconds / DAY)} 天`;
}
