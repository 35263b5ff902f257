import { plainPhoneNumber, ticketIdOf } from '@shouwen/shared/value';
import { foldText, type Letter } from './fold-text.js';
import { tokensOfLetters } from './tokens-of-text.js';

/** Digits of a phone or account number that was typed in groups. */
const NUMBER_IN_GROUPS = 7;

export interface Query {
  /** The ticket whose number this is, if it can be one. */
  readonly ticketId: number | null;
  /** All of them must occur, each anywhere. */
  readonly terms: readonly Term[];
  /** What the index is asked for. Empty: nothing it could know. */
  readonly tokens: readonly string[];
}
export interface Term {
  readonly text: string;
  readonly letters: readonly Letter[];
}

/** What somebody typed: words parted by spaces or punctuation; a number in groups is one number. */
export function readQuery(typed: string): Query {
  const letters = foldText(typed);
  const digits = letters.map((letter) => letter.char).join('');
  const isNumber = letters.length >= NUMBER_IN_GROUPS && letters.every((letter) => letter.kind === 'digit');
  const groups = isNumber ? [foldText(plainPhoneNumber(digits))] : wordsOf(letters);
  const terms = [...new Map(groups.map((group) => [group.map((letter) => letter.char).join(''), group])).entries()].map(([text, group]) => ({ text, letters: group }));
  return { ticketId: ticketIdOf(typed), terms, tokens: [...new Set(terms.flatMap((term) => [...tokensOfLetters(term.letters)]))] };
}

function wordsOf(letters: readonly Letter[]): Letter[][] {
  const words: Letter[][] = [];
  for (const letter of letters) {
    const word = words.at(-1);
    if (letter.joined && word) word.push(letter);
    else words.push([letter]);
  }
  return words;
}
