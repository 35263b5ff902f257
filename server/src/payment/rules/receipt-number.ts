import { shanghaiDate } from '@shouwen/shared/value';

/** The receipt book of online payments in the year of `at` (Asia/Shanghai). */
export const receiptBookOf = (at: Date) => `WX${shanghaiDate(at).slice(0, 4)}`;

/** PY-10: WX2026 and 17 → WX2026-00000017. */
export const receiptNumberOf = (book: string, ordinal: number) => `${book}-${String(ordinal).padStart(8, '0')}`;
