const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['', '拾', '佰', '仟'];
const groups = ['', '万', '亿'];

/** Four digits, 0 to 9999, with inner zeros said once: 1009 → 壹仟零玖. */
function groupInWords(value: number): string {
  let words = '';
  let zero = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      zero = words !== '';
      continue;
    }
    words += `${zero ? '零' : ''}${digits[digit]}${places[place]}`;
    zero = false;
  }
  return words;
}

/**
 * The amount as a receipt writes it (大写金额): 140950 fen → 壹仟肆佰零玖元伍角整. 整 ends what has no fen; a 零 stands where
 * jiao are missing before fen. Throws RangeError below 0 and from one trillion yuan.
 */
export function amountInWords(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0 || fen >= 1e14) throw new RangeError(`not an amount for a receipt: ${fen}`);
  const yuan = Math.floor(fen / 100);
  const jiao = Math.floor(fen / 10) % 10;
  const rest = fen % 10;
  let words = '';
  for (let group = 2; group >= 0; group--) {
    const value = Math.floor(yuan / 10_000 ** group) % 10_000;
    if (value === 0) continue;
    // A group that does not fill its four places, or follows an empty group, is joined by one 零.
    const skipped = words !== '' && (value < 1000 || Math.floor(yuan / 10_000 ** (group + 1)) % 10_000 === 0);
    words += `${skipped ? '零' : ''}${groupInWords(value)}${groups[group]}`;
  }
  if (words !== '') words += '元';
  if (jiao === 0 && rest === 0) return `${words === '' ? '零元' : words}整`;
  if (jiao > 0) words += `${digits[jiao]}角`;
  else if (words !== '') words += '零';
  return rest > 0 ? `${words}${digits[rest]}分` : `${words}整`;
}
