/** Notes and coins. The list of what there is stands in the vocabulary. */

/** `10000` → `100 元`, `50` → `5 角`, `1` → `1 分`. */
export function denominationName(fen: number): string {
  return fen >= 100 ? `${fen / 100} 元` : fen >= 10 ? `${fen / 10} 角` : `${fen} 分`;
}

/** Fen that the counted pieces make. Throws RangeError for pieces that are no whole number from 0 on. */
export function totalOfCount(count: Readonly<Record<string, number | undefined>>): number {
  let total = 0;
  for (const [fen, pieces = 0] of Object.entries(count)) {
    if (!Number.isSafeInteger(pieces) || pieces < 0 || !/^[1-9]\d*$/.test(fen)) throw new RangeError(`not a count of ${fen} fen: ${pieces}`);
    total += Number(fen) * pieces;
  }
  if (!Number.isSafeInteger(total)) throw new RangeError('more money than can be counted');
  return total;
}
