import { toHalfWidth } from './fen.js';

/**
 * Ticket numbers: eight digits (the database id + 20,000,000) and a Damm check digit. A pure function of the id, so no number
 * can be given twice or lost; one wrong digit or two neighbours swapped on the phone is noticed, never another person's ticket.
 */

const OFFSET = 20_000_000;
const LARGEST_ID = 99_999_999 - OFFSET;

// Damm's quasigroup of order 10, totally anti-symmetric.
const DAMM = ['0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205', '2581436790'];

/** Id → nine digits. Throws RangeError outside 1 … 79,999,999. */
export function ticketNumberOf(id: number): string {
  if (!Number.isInteger(id) || id < 1 || id > LARGEST_ID) throw new RangeError(`not a ticket id: ${id}`);
  const digits = String(id + OFFSET);
  return digits + dammDigit(digits);
}

/** What a person typed or read out → ticket id, or null when it is not a ticket number. Spaces, dashes and full-width digits are fine. */
export function ticketIdOf(text: string): number | null {
  const digits = toHalfWidth(text).replace(/[\s\-‐‑‒–—−·]/g, '');
  if (!/^\d{9}$/.test(digits) || dammDigit(digits) !== '0') return null;
  const id = Number(digits.slice(0, 8)) - OFFSET;
  return id >= 1 ? id : null;
}

/** `200000017` → `200 000 017`. */
export function groupTicketNumber(number: string): string {
  return number.replace(/(\d{3})(?=\d)/g, '$1 ');
}

function dammDigit(digits: string): string {
  let interim = '0';
  for (const digit of digits) interim = DAMM[Number(interim)]![Number(digit)]!;
  return interim;
}
