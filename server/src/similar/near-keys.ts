import type { Ticket } from '../ticket/index.js';
import { cellOf, cellsAround, whereItIs, type Where } from './rules/where-it-is.js';

export function whereOfTicket({ address, landmark, latitudeE6, longitudeE6 }: Pick<Ticket, 'address' | 'landmark' | 'latitudeE6' | 'longitudeE6'>): Where {
  return whereItIs(address, landmark, latitudeE6 === null || longitudeE6 === null ? null : { latitude: latitudeE6 / 1e6, longitude: longitudeE6 / 1e6 });
}

/** What the index keeps of where a ticket is. */
export function keysOfPlace(where: Where): string[] {
  return [...wordKeys(where), ...(where.place ? [`cell ${cellOf(where.place)}`] : [])];
}

/** What to ask the index for to find all that is near. */
export function keysNear(where: Where): string[] {
  return [...wordKeys(where), ...(where.place ? cellsAround(where.place).map((cell) => `cell ${cell}`) : [])];
}

const MOST_ROADS = 4;

function wordKeys({ address, roads }: Where): string[] {
  return [...(address === '' ? [] : [`address ${address}`]), ...roads.slice(0, MOST_ROADS).map((road) => `road ${road}`)];
}
