import * as z from 'zod/mini';
import type { Zone } from '../vocabulary/index.js';
import { endpoint } from './endpoint.js';
import { text } from './field.js';

/** A water account as its bound resident sees it: name and address stay masked (PY-1, PR-1). */
export interface BoundAccount {
  id: number;
  accountNumber: string;
  nameMasked: string;
  addressMasked: string;
  zone: Zone;
  meterNumberTail: string;
  householdSize: number;
  tariffName: string;
  /** What is owed now, late fees included, in fen. */
  owedFen: number;
  unpaidBillCount: number;
}

/** An account's number, and something only those know who live there. */
export const accountProof = {
  accountNumber: z.string('请填写户号').check(z.trim(), z.regex(/^[0-9]{6,12}$/, '户号应为 6 至 12 位数字，在水费单右上角')),
  proof: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('phone-tail'), value: z.string().check(z.trim(), z.regex(/^[0-9]{4}$/, '请填写预留手机号的后 4 位')) }),
    z.object({ kind: z.literal('meter-tail'), value: z.string().check(z.trim(), z.regex(/^[0-9]{6}$/, '请填写水表表号的后 6 位')) }),
  ]),
};

/**
 * Step one of binding: the account number and something only its holder knows (last four digits of the
 * phone on file, or the last six of the meter number). Unknown account and wrong proof get one answer.
 */
export const checkBinding = endpoint<{ ticket: string; accountNumber: string; nameMasked: string; addressMasked: string }>()({
  method: 'POST',
  path: '/api/customer/bindings/check',
  summary: '绑定户号第一步：核对',
  body: z.object(accountProof),
});
/** Step two: the resident has seen masked name and address and confirms (PY-1). `ticket` lives ten minutes. */
export const confirmBinding = endpoint<BoundAccount>()({
  method: 'POST',
  path: '/api/customer/bindings',
  summary: '绑定户号第二步：确认',
  body: z.object({ ticket: text('核对凭证', 200) }),
  idempotent: true,
});
export const unbind = endpoint<{ done: true }>()({ method: 'DELETE', path: '/api/customer/accounts/:id', summary: '解除绑定' });
export const myAccounts = endpoint<{ items: BoundAccount[] }>()({ method: 'GET', path: '/api/customer/accounts', summary: '我绑定的户号' });
