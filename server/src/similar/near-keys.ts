import type { Ticket } from '../ticket/index.js';
import { isOnThePipe, type Matter } from './rules/how-alike.js';
import { cellOf, cellsAround, whereItIs, type Where } from './rules/where-it-is.js';

type Sort = Pick<Matter, 'kind' | 'category'>;

export function whereOfTicket({ address, landmark, latitudeE6, longitudeE6 }: Pick<Ticket, 'address' | 'landmark' | 'latitudeE6' | 'longitudeE6'>): Where {
  return whereItIs(address, landmark, latitudeE6 === null || longitudeE6 === null ? null : { latitude: latitudeE6 / 1e6, longitude: longitudeE6 / 1e6 });
}

/** What the index keeps of where a ticket is. Streets and cells only of what happens to a pipe: on a main street the rest would bury it. */
export function keysOfPlace(matter: Sort, where: Where): string[] {
  return [...addressKeys(where), ...(isOnThePipe(matter) ? [...roadKeys(where), ...(where.place ? [`cell ${cellOf(where.place)}`] : [])] : [])];
}

/** What to ask the index for to find all that is near. */
export function keysNear(matter: Sort, where: Where): string[] {
  return [...addressKeys(where), ...(isOnThePipe(matter) ? [...roadKeys(where), ...(where.place ? cellsAround(where.place).map((cell) => `cell ${cell}`) : [])] : [])];
}

const MOST_ROADS = 4;

const addressKeys = ({ address }: Where) => (address === '' ? [] : [`address ${address}`]);
const roadKeys = ({ roads }: Where) => roads.slice(0, MOST_ROADS).map((road) => `road ${road}`);
