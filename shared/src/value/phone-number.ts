import { isMobileNumber } from './text.js';

/**
 * One number in one spelling, whoever wrote it: digits only, and a mobile number without the 0 or 86 that exchanges put
 * before it. Otherwise the same caller would be a stranger on the next call (HL-4).
 */
export function plainPhoneNumber(number: string): string {
  const digits = number.replace(/\D/g, '');
  const mobile = digits.slice(-11);
  return isMobileNumber(mobile) && ['', '0', '86', '086', '0086'].includes(digits.slice(0, -11)) ? mobile : digits;
}
