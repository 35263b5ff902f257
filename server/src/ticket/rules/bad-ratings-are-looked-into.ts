/** FU-3: at most so many of five stars is "not satisfied". */
const WORST_STARS = 2;

export const isBadRating = (stars: number): boolean => stars <= WORST_STARS;

/** The supervisor looks into it, whatever the matter was. */
export function isRatedBadly({ rating }: { readonly rating: { readonly stars: number } | null }): boolean {
  return isBadRating(rating?.stars ?? WORST_STARS + 1);
}
