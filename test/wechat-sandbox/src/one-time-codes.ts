import { randomText } from './random-text.js';

interface OneTimeCode<T> {
  value: T;
  expiresAt: number;
  used: boolean;
}

export type CodeResult<T> = { value: T } | { refused: 'unknown' | 'used' };

const LIFE_MS = 5 * 60_000;

/** Codes that work once and live five minutes. */
export class OneTimeCodes<T> {
  private readonly codes = new Map<string, OneTimeCode<T>>();

  issue(value: T, now: Date): string {
    for (const [code, known] of this.codes) {
      if (known.expiresAt > now.getTime()) break; // oldest first
      this.codes.delete(code);
    }
    const code = `0${randomText(31)}`;
    this.codes.set(code, { value, expiresAt: now.getTime() + LIFE_MS, used: false });
    return code;
  }

  redeem(code: string, now: Date): CodeResult<T> {
    const known = this.codes.get(code);
    if (!known || known.expiresAt <= now.getTime()) return { refused: 'unknown' };
    if (known.used) return { refused: 'used' };
    known.used = true;
    return { value: known.value };
  }
}
