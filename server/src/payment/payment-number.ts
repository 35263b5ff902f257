import { randomBytes } from 'node:crypto';
import { shanghaiDate } from '@shouwen/shared/value';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** S, the day, and 80 random bits: 25 letters and digits. Of an order it is WeChat's out_trade_no. */
export function newPaymentNumber(now: Date): string {
  const random = Array.from(randomBytes(16), (byte) => crockford[byte & 31]).join('');
  return `S${shanghaiDate(now).replaceAll('-', '')}${random}`;
}
