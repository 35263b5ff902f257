/** Characters as people count them; a cut never splits one. */
const cut = (text: string, most: number) => {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
};
/** WeChat refuses an empty field. */
const orDash = (text: string) => (text === '' ? '－' : text);

/**
 * Fits a text into a field of a subscribe message: WeChat refuses the whole message when one field is too long or holds
 * characters of another type. `type` is the field's name without its number (`thing`, `phrase` …).
 */
export function fitField(type: string, text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  switch (type) {
    case 'thing':
      return orDash(cut(line, 20));
    case 'character_string':
      return [...line.replace(/\p{Script=Han}/gu, '')].slice(0, 32).join('').trim() || '-';
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(line) ? line.slice(0, 32) : '0';
    case 'phrase':
      return [...line.replace(/[^\p{Script=Han}]/gu, '')].slice(0, 5).join('') || '有进展';
    case 'name':
      return [...line.replace(/[^\p{Script=Han}·]/gu, '')].slice(0, 10).join('') || '用户';
    case 'amount':
      return line.replace(/,/g, '').slice(0, 16);
    case 'phone_number':
      return line.replace(/[^\d+\-() ]/g, '').slice(0, 17);
    default:
      // time and date come formatted by their writer
      return line;
  }
}
