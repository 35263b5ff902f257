/** People with accounts and bills, who pay them through the sandbox: the ground of the payment suites. */
import * as identity from '@shouwen/shared/contract/identity';
import * as payment from '@shouwen/shared/contract/payment';
import type { ResponseOf } from '@shouwen/shared/contract';
import { Bill } from '../../server/src/billing/index.js';
import { AccountBinding, WaterAccount } from '../../server/src/customer/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { LedgerService } from '../../server/src/ledger/index.js';
import { Client } from './http.js';
import type { TestSandbox } from './sandbox.js';
import type { ServerInProcess } from './server.js';

export interface Payer {
  user: string;
  id: number;
  client: Client;
}
type Started = ResponseOf<typeof payment.startPayment>;

export class PayingTown {
  private accounts = 0;
  constructor(
    readonly server: ServerInProcess,
    readonly sandbox: TestSandbox,
  ) {}

  async payer(via: 'weapp' | 'h5' = 'weapp'): Promise<Payer> {
    const client = new Client(this.server.url);
    const { id: user } = await this.sandbox.control.createUser();
    const { token, resident } = await client.call(identity.login, { body: { via, code: await this.sandbox.control.loginCode(user, via) } });
    return { user, id: resident.id, client: client.as(token) };
  }

  /** An account these people are bound to. */
  async account(...payers: Payer[]): Promise<number> {
    const accountNumber = String(10_000_000 + ++this.accounts);
    const now = new Date();
    return this.server.app.get(Transactions).run(async (tx) => {
      const { id } = await tx.save(WaterAccount, {
        accountNumber, name: '王秀英', address: '海慧路12号3栋501室', zone: 'urban' as const, phone: null, phoneDigest: null, householdSize: 3, meterNumber: `M${accountNumber}`, tariffCode: 'resident', hallId: 1,
      });
      for (const payer of payers) await tx.insert(AccountBinding, { residentId: payer.id, accountId: id, liveKey: `${payer.id}:${id}`, boundAt: now, unboundAt: null });
      return id;
    });
  }

  /** An unpaid bill that is not due yet, issued by itself. */
  async bill(accountId: number, totalFen: number, readingOrdinal = 2): Promise<number> {
    return this.server.app.get(Transactions).run(async (tx) => {
      const { id } = await tx.save(Bill, { ...billRow(accountId, totalFen), readingOrdinal });
      await this.server.app.get(LedgerService).post(tx, { cause: 'bill', causeId: id, at: new Date() }, [{ book: 'receivable', subjectId: accountId, debitFen: totalFen }, { book: 'revenue.water', creditFen: totalFen }]);
      return id;
    });
  }

  start(payer: Payer, billIds: number[], totalFen: number, via: 'weapp' | 'h5' = 'weapp'): Promise<Started> {
    return payer.client.call(payment.startPayment, { body: { billIds, totalFen, via } });
  }
  /** The WeChat client opens with the signed parameters and its user confirms. */
  confirm(payer: Payer, started: Started, late = false): Promise<unknown> {
    return this.sandbox.control.pay({ ...started.clientParameters }, { user: payer.user, late });
  }

  async row(paymentId: number): Promise<Record<string, unknown>> {
    const [row] = await this.server.query('SELECT * FROM payment WHERE id = ?', [paymentId]);
    return row as Record<string, unknown>;
  }
  /** Without asking WeChat. */
  async stateOf(paymentId: number): Promise<string> {
    return String((await this.row(paymentId))['state']);
  }
  async until(paymentId: number, state: string, seconds = 10): Promise<void> {
    await eventually(`payment ${paymentId} is ${state}`, async () => (await this.stateOf(paymentId)) === state, seconds);
  }
  async billState(billId: number): Promise<string> {
    const [row] = await this.server.query('SELECT state FROM bill WHERE id = ?', [billId]);
    return String(row?.['state']);
  }
  /** Debits minus credits of a book, or of one subject's part of it, in fen. */
  async balance(book: string, subjectId?: number): Promise<number> {
    const [row] = await this.server.query(`SELECT COALESCE(SUM(debit_fen - credit_fen), 0) AS balance FROM journal_line WHERE book = ?${subjectId === undefined ? '' : ` AND subject_id = ${subjectId}`}`, [book]);
    return Number(row?.['balance']);
  }
  async count(table: string, where = '1 = 1'): Promise<number> {
    const [row] = await this.server.query(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`);
    return Number(row?.['n']);
  }
  /** Every attempt the sandbox made to notify of this payment. */
  async attempts(paymentId: number): Promise<{ status?: number; fault?: string; expected: string; responseBody?: string; durationMs?: number }[]> {
    const outTradeNo = (await this.row(paymentId))['out_trade_no'];
    return this.sandbox.parts.notifications.list().filter((one) => one.outTradeNo === outTradeNo).flatMap((one) => one.attempts);
  }
}

/** An unpaid bill as a reading of ten m³ would make it, not due yet; it is not in the ledger. */
export const billRow = (accountId: number, totalFen: number) => ({
  accountId, readingOrdinal: 2, revision: 1, runId: null, fromOn: '2026-01-01', toOn: '2026-01-31', previousReading: 0, reading: 10, volume: 10, usedBefore: 0, yearVolume: 0, householdSize: 3,
  tariffCode: 'resident', tariffVersionId: null, segments: [], components: { water: totalFen }, totalFen, adjustedFen: 0, paidFen: 0, lateFeePaidFen: 0, lateFeeWaivedFen: 0, dueOn: '2099-01-01',
  lateFeeFromOn: '2099-01-01', lateFeeRate: 50, state: 'unpaid' as const, paymentId: null, settledAt: null, replacesBillId: null, voidReason: null, version: 1, issuedAt: new Date(),
});

/** Waits for something that happens by itself. */
export async function eventually(what: string, holds: () => Promise<boolean>, seconds = 10): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not happen in ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
