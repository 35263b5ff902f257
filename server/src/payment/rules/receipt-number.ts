import { shanghaiDate } from '@shouwen/shared/value';

/** Online payments are settled many at once, and each draws from a book's one row: several books keep them from waiting for one another. */
const onlineLetters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;

/** The receipt books of online payments in the year of `at` (Asia/Shanghai): WX2026A … WX2026H. */
export const onlineBooksOf = (at: Date) => onlineLetters.map((letter) => `WX${shanghaiDate(at).slice(0, 4)}${letter}`);

/** The one that a payment draws from. */
export const onlineBookOf = (at: Date, paymentId: number) => onlineBooksOf(at)[paymentId % onlineLetters.length] as string;

/** A cashier's book, the `serial`-th of the year: SJ26 and 17 → SJ2600017. */
export const counterBookOf = (at: Date, serial: number) => `SJ${shanghaiDate(at).slice(2, 4)}${String(serial).padStart(5, '0')}`;

/** PY-10: WX2026A and 17 → WX2026A-00000017. */
export const receiptNumberOf = (book: string, ordinal: number) => `${book}-${String(ordinal).padStart(8, '0')}`;
