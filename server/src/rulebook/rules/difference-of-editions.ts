import type { BookKind, Difference } from '@shouwen/shared/contract/rulebook';
import type { Books } from './contradiction.js';
import { entriesOf } from './words-of-entries.js';

/** What an edition changes in the one before it, entry by entry, in the order of the new one; what is gone comes last. */
export function differenceOfEditions<K extends BookKind>(kind: K, before: Books[K], after: Books[K], labels: { readonly [code: string]: string }): Difference[] {
  const old = new Map(entriesOf(kind, before, labels).map((entry) => [entry.key, entry]));
  const fresh = entriesOf(kind, after, labels);
  const kept = new Set(fresh.map(({ key }) => key));
  return [
    ...fresh.filter(({ key, words }) => old.get(key)?.words !== words).map(({ key, what, words }) => ({ what, before: old.get(key)?.words ?? null, after: words })),
    ...[...old.values()].filter(({ key }) => !kept.has(key)).map(({ what, words }) => ({ what, before: words, after: null })),
  ];
}
