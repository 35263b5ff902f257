/** Money is an integer number of fen everywhere; yuan exist only in what people read and type. */

/** Fen → `1,234.56` (yuan, two decimals, grouped). Throws RangeError when `fen` is not a safe integer. */
export function formatFen(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`not an amount in fen: ${fen}`);
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`;
}

/**
 * What a person typed as yuan → fen, or null when it is not an amount.
 * Accepts `12`, `12.5`, `1,234.56`, full-width digits, a leading ¥ and a trailing 元. More than two decimals are refused
 * rather than rounded, and so is `12,50`: a comma only groups thousands.
 */
export function parseYuan(text: string): number | null {
  const plain = toHalfWidth(text).replace(/\s/g, '').replace(/^(-?)[¥￥]/, '$1').replace(/元$/, '');
  const match = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const fen = Number(match[2]!.replace(/,/g, '') + (match[3] ?? '').padEnd(2, '0'));
  if (!Number.isSafeInteger(fen)) return null;
  return match[1] && fen !== 0 ? -fen : fen;
}

/** Full-width digits and signs, as a Chinese keyboard produces them, to ASCII. */
export function toHalfWidth(text: string): string {
  return text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}
