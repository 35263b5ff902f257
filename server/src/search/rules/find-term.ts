import type { Letter } from './fold-text.js';

/** Where something stands in a text, in UTF-16 units: [from, to). */
export type Range = readonly [from: number, to: number];

/**
 * Where `term` (folded, without gaps) stands in a text. Finds only what its tokens promise: Chinese characters in their order and side by side,
 * words and runs of digits whole, so that `3号` is not found in `13号`.
 */
export function findTerm(term: readonly Letter[], text: readonly Letter[]): Range[] {
  const found: Range[] = [];
  if (term.length === 0) return found;
  for (let at = 0; at + term.length <= text.length; at++) {
    if (!standsAt(term, text, at)) continue;
    found.push([(text[at] as Letter).from, (text[at + term.length - 1] as Letter).to]);
    at += term.length - 1;
  }
  return found;
}

function standsAt(term: readonly Letter[], text: readonly Letter[], at: number): boolean {
  const matches = term.every(({ char, kind }, index) => {
    const letter = text[at + index] as Letter;
    if (letter.char !== char) return false;
    const sameRun = index > 0 && term[index - 1]?.kind === kind;
    return !sameRun || letter.joined;
  });
  if (!matches) return false;
  const first = text[at] as Letter;
  const last = text[at + term.length - 1] as Letter;
  return !isTorn(text[at - 1], first) && !isTorn(last, text[at + term.length]);
}

/** Whether a whole word or run of digits goes on over this border. */
function isTorn(left: Letter | undefined, right: Letter | undefined): boolean {
  return left !== undefined && right !== undefined && right.joined && left.kind === right.kind && right.kind !== 'han';
}
