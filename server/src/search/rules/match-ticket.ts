import { plainPhoneNumber } from '@shouwen/shared/value';
import type { SearchField } from '@shouwen/shared/vocabulary';
import { findTerm, type Range } from './find-term.js';
import { foldText } from './fold-text.js';
import { nameKeys } from './name-keys.js';
import type { Query, Term } from './read-query.js';

/** A ticket's words, so far as it can be searched. */
export interface SearchedTicket {
  readonly title: string;
  readonly description: string;
  /** Answers, results, notes. */
  readonly texts: readonly string[];
  readonly personal: PersonalWords;
  /** CP-6: whether the one who searches may know who complains. */
  readonly mayKnowIdentity: boolean;
}
export interface PersonalWords {
  readonly address: string;
  readonly landmark: string;
  readonly contactName: string;
  readonly nameSyllables: readonly string[];
  readonly contactPhone: string;
  readonly accountNumber: string;
}

/** A field that holds one of the words typed. `text` and `ranges` only where the field is shown as it is. */
export interface FieldMatch {
  readonly field: SearchField;
  readonly text: string | null;
  readonly ranges: readonly Range[];
}

const LAST_DIGITS = 4;

/**
 * The proof of what the index promised, on the words themselves: where each term stands; null when one of them is nowhere. Who may not know a
 * secret complainant finds nothing by a word of theirs, not even where the text repeats it (CP-6).
 */
export function matchTicket({ terms }: Pick<Query, 'terms'>, ticket: SearchedTicket): FieldMatch[] | null {
  const { personal, mayKnowIdentity } = ticket;
  const ofPerson = personalMatches(terms, personal);
  if (!mayKnowIdentity && ofPerson.found.size > 0) return null;
  const inWords = readableMatches(terms, [['title', ticket.title], ['description', ticket.description], ...ticket.texts.map((text) => ['text', text] as const)]);
  if (!terms.every((term) => inWords.found.has(term) || ofPerson.found.has(term))) return null;
  return [...inWords.matches, ...ofPerson.matches];
}

interface Found {
  readonly found: ReadonlySet<Term>;
  readonly matches: readonly FieldMatch[];
}

function readableMatches(terms: readonly Term[], fields: readonly (readonly [SearchField, string])[]): Found {
  const found = new Set<Term>();
  const matches: FieldMatch[] = [];
  for (const [field, text] of fields) {
    const letters = foldText(text);
    const ranges = terms.flatMap((term) => {
      const places = findTerm(term.letters, letters);
      if (places.length > 0) found.add(term);
      return places;
    });
    if (ranges.length > 0) matches.push({ field, text, ranges: ranges.sort((a, b) => a[0] - b[0]) });
  }
  return { found, matches };
}

function personalMatches(terms: readonly Term[], personal: PersonalWords): Found {
  const places = readableMatches(terms, [['address', personal.address], ['landmark', personal.landmark]]);
  const found = new Set(places.found);
  const matches = [...places.matches];
  const tests: readonly [SearchField, (term: Term) => boolean][] = [
    ['name', (term) => findTerm(term.letters, foldText(personal.contactName)).length > 0],
    ['pinyin', (term) => nameKeys(personal.nameSyllables).has(term.text)],
    ['phone', (term) => isPhone(term, personal.contactPhone)],
    ['account', (term) => term.text === personal.accountNumber],
  ];
  for (const [field, test] of tests) {
    const hits = terms.filter(test);
    for (const term of hits) found.add(term);
    if (hits.length > 0) matches.push({ field, text: null, ranges: [] });
  }
  return { found, matches };
}

function isPhone({ text }: Term, phone: string): boolean {
  const number = plainPhoneNumber(phone);
  return number !== '' && (text === number || (text.length === LAST_DIGITS && /^\d+$/.test(text) && number.endsWith(text)));
}
