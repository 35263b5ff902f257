/** One character that counts, however it was written: 'Ａ' and 'a' are the same, and so are '３' and '3'. */
export interface Letter {
  readonly char: string;
  readonly kind: 'han' | 'latin' | 'digit';
  /** Stands right behind the letter before it, with nothing in between. */
  readonly joined: boolean;
  /** Where it stands in the text it came from, in UTF-16 units: [from, to). */
  readonly from: number;
  readonly to: number;
}

/** Text as the search compares it: half width, lower case, without spaces and punctuation. */
export function foldText(text: string): Letter[] {
  const letters: Letter[] = [];
  let joined = false;
  let from = 0;
  for (const written of text) {
    const to = from + written.length;
    for (const char of written.normalize('NFKC').toLowerCase()) {
      const kind = kindOf(char);
      if (kind !== null) letters.push({ char, kind, joined, from, to });
      joined = kind !== null;
    }
    from = to;
  }
  return letters;
}

function kindOf(char: string): Letter['kind'] | null {
  if (/\p{Nd}/u.test(char)) return 'digit';
  if (/\p{Script=Han}/u.test(char)) return 'han';
  return /\p{L}/u.test(char) ? 'latin' : null;
}

