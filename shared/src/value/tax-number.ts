/** Unified social credit codes (统一社会信用代码, GB 32100-2015), which are the tax numbers of companies. */

const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const BODY_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** As people copy it from a licence: without blanks and dashes, in capitals, half-width. */
export function plainTaxNumber(text: string): string {
  return text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\s\u3000-]/g, '').toUpperCase();
}

/** Whether it is a code whose two check characters are right: that of the organisation (GB 11714, the 17th) and that of the whole (the 18th). */
export function isTaxNumber(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return false;
  return text[16] === organisationCheck(text.slice(8, 16)) && text[17] === codeCheck(text.slice(0, 17));
}

/** The last character of a code that begins with these 17. */
export function codeCheck(first: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first) {
    sum += CODE_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CODE_ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** The check character of an organisation code of eight characters. */
export function organisationCheck(body: string): string {
  const sum = BODY_WEIGHTS.reduce((total, weight, i) => total + BODY_ALPHABET.indexOf(body[i]!) * weight, 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}
