import * as z from 'zod/mini';
import type { Zone } from '../vocabulary/index.js';
import { endpoint } from './endpoint.js';

/** What of an account was typed to find it. */
export type AccountMatch = 'number' | 'phone' | 'meter' | 'name' | 'pinyin' | 'address';

/** A water account in a list of the staff: enough to ask the customer whether it is theirs (PY-1, PR-1). */
export interface AccountHit {
  id: number;
  accountNumber: string;
  nameMasked: string;
  addressMasked: string;
  phoneMasked: string | null;
  meterNumberTail: string;
  zone: Zone;
  hallId: number;
  matched: AccountMatch;
  /** What is owed now, late fees included, and what is paid in advance; fen. */
  owedFen: number;
  unpaidBillCount: number;
  prepaidFen: number;
}

/**
 * Water accounts by number (or its first digits), telephone (whole or the last four digits), meter number, name, its pinyin or initials, and parts of
 * the address. All words typed must occur. Refuses `SEARCH_TOO_SHORT`.
 */
export const searchAccounts = endpoint<{ items: AccountHit[] }>()({
  method: 'GET', path: '/api/staff/accounts', summary: '查找户号',
  query: z.object({
    q: z.string('请输入户号、电话、姓名或地址').check(z.trim(), z.minLength(1, '请输入户号、电话、姓名或地址'), z.maxLength(60, '最多输入 60 个字')),
    size: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(50)), 10),
  }),
});

/** One account in full, as the desk needs it to serve its customer; each opening is recorded (PR-1, PR-2). */
export interface AccountPage {
  id: number;
  accountNumber: string;
  name: string;
  address: string;
  phone: string | null;
  meterNumber: string;
  zone: Zone;
  hallId: number;
  hallName: string;
  owedFen: number;
  unpaidBillCount: number;
  prepaidFen: number;
}
export const accountPage = endpoint<AccountPage>()({ method: 'GET', path: '/api/staff/accounts/:id', summary: '户号页' });
