import { randomInt } from 'node:crypto';

const DIGITS = '0123456789';
const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function pick(alphabet: string, length: number): string {
  let text = '';
  while (text.length < length) text += alphabet[randomInt(alphabet.length)];
  return text;
}

export const randomDigits = (length: number): string => pick(DIGITS, length);
export const randomText = (length: number): string => pick(LETTERS_AND_DIGITS, length);
