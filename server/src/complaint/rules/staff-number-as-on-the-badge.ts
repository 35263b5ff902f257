/**
 * The number on a badge out of what a resident wrote of it: full-width digits, spaces and the words around a number (工号：１００２号, No.1002)
 * are not part of it. Otherwise the person complained of would be taken for a stranger and handle the complaint (CP-7). Empty when there is none.
 */
export function staffNumberAsOnTheBadge(written: string): string {
  return written
    .normalize('NFKC')
    .replace(/^\P{L}*no(?=[^A-Za-z])/iu, '')
    .replace(/[^0-9A-Za-z]/g, '')
    .toUpperCase();
}
