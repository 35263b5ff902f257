import type { BookContent, Contradiction } from '@shouwen/shared/contract/rulebook';

/** What the books say while one of them is being edited: the edited one as it would be, the others as they are. */
export type Books = { readonly [K in keyof BookContent]: DeepReadonly<BookContent[K]> };
export type DeepReadonly<T> = T extends string ? T : T extends object ? { readonly [P in keyof T]: DeepReadonly<T[P]> } : T;

export function contradiction(rule: string, path: string | number, message: string, code: Contradiction['code'] = 'POLICY_CONTRADICTS'): Contradiction {
  return { code, path: String(path), rule, message };
}
