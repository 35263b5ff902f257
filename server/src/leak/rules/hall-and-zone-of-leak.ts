import type { Zone } from '@shouwen/shared/vocabulary';

/** Degrees, GCJ-02. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}
export interface HallPlace extends Place {
  readonly id: number;
}

/** Within this distance of a hall it is town: halls stand where people live. */
const URBAN_RADIUS_METRES = 5000;
const METRES_PER_DEGREE = 111_320;

/**
 * Which hall answers for a leak, and how soon someone must be there (E3). A place on the map decides: the nearest hall, and town within five
 * kilometres of it. Without a place the reporter's own account decides; without that the first hall, as town, for the shorter promise
 * is the safe one. Null only when there are no halls.
 */
export function hallAndZoneOfLeak(place: Place | null, account: { hallId: number; zone: Zone } | null, halls: readonly HallPlace[]): { hallId: number; zone: Zone } | null {
  if (place) {
    const [nearest] = halls.map((hall) => ({ hall, metres: metresBetween(place, hall) })).sort((a, b) => a.metres - b.metres || a.hall.id - b.hall.id);
    return nearest ? { hallId: nearest.hall.id, zone: nearest.metres <= URBAN_RADIUS_METRES ? 'urban' : 'suburban' } : null;
  }
  if (account && halls.some((hall) => hall.id === account.hallId)) return { hallId: account.hallId, zone: account.zone };
  const [first] = [...halls].sort((a, b) => a.id - b.id);
  return first ? { hallId: first.id, zone: 'urban' } : null;
}

/** Flat-earth distance: exact to a few metres over a city. */
export function metresBetween(a: Place, b: Place): number {
  const north = (a.latitude - b.latitude) * METRES_PER_DEGREE;
  const east = (a.longitude - b.longitude) * METRES_PER_DEGREE * Math.cos(((a.latitude + b.latitude) / 2) * (Math.PI / 180));
  return Math.hypot(north, east);
}
