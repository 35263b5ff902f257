import type { DateString } from '@shouwen/shared/value';

/** What a share of an account's water is used for; `share` in 1/1000. */
export interface Use {
  readonly tariffCode: string;
  readonly share: number;
}

/** Who lives there and what the water is for, from a day on. `uses` add up to 1000 and are in the order in which they are billed. */
export interface AccountTerms {
  readonly fromOn: DateString;
  readonly householdSize: number;
  readonly uses: readonly Use[];
}

/** The terms of an account as they follow each other, the first from the beginning of time: what the water account itself says, until a dated change. */
export function termsOf(account: { householdSize: number; tariffCode: string }, dated: readonly AccountTerms[]): readonly AccountTerms[] {
  const first: AccountTerms = { fromOn: '0001-01-01', householdSize: account.householdSize, uses: [{ tariffCode: account.tariffCode, share: 1000 }] };
  return [first, ...dated.toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : a.fromOn > b.fromOn ? 1 : 0))];
}

export const termsOn = (terms: readonly AccountTerms[], day: DateString): AccountTerms => terms.findLast(({ fromOn }) => fromOn <= day) as AccountTerms;
