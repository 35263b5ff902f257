/** Days of takings held against the other side's files: the ground of the reconciliation suite. */
import type { ErrorBody } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/reconciliation';
import type { Role } from '@shouwen/shared/vocabulary';
import { Transactions } from '../../server/src/database/index.js';
import { SessionService } from '../../server/src/http/index.js';
import { LedgerService } from '../../server/src/ledger/index.js';
import { BankDeposit } from '../../server/src/cashier/index.js';
import { Payment } from '../../server/src/payment/index.js';
import { Staff } from '../../server/src/staff/index.js';
import { Client } from './http.js';
import type { ServerInProcess } from './server.js';

export class Reconciling {
  constructor(readonly server: ServerInProcess) {}
  private get transactions(): Transactions {
    return this.server.app.get(Transactions);
  }

  /** Somebody with these roles, signed in for years. */
  async person(staffNumber: string, name: string, ...roles: Role[]): Promise<{ id: number; client: Client }> {
    return this.transactions.run(async (tx) => {
      const { id } = await tx.save(Staff, { staffNumber, name, roles, hallId: null, departmentId: null, passwordHash: 'scrypt.none.none', active: true, onDuty: true, oneTimePasswordSince: null });
      const { token } = await this.server.app.get(SessionService).open(tx, 'staff', id, this.server.clock.now(), 3 * 365 * 24 * 60);
      return { id, client: new Client(this.server.url, token) };
    });
  }

  /** A payment at a counter's terminal; it is not in the ledger. */
  async cardPayment(paidAt: string, amountFen: number, cardBatch: string, cardReference: string, state: 'paid' | 'voided' = 'paid'): Promise<number> {
    const at = new Date(paidAt);
    const row = {
      residentId: null, method: 'card' as const, state, amountFen, refundedFen: 0, outTradeNo: `CARD${cardBatch}${cardReference}`.padEnd(20, '0'), via: 'counter' as const, appId: null, description: '水费',
      prepayId: null, openKey: null, orderedAt: at, generation: 1, askedAt: null, transactionId: null, paidAt: at, paidOn: paidAt.slice(0, 10), receiptNumber: null, cashierId: null, shiftId: null, hallId: null,
      lateBook: false, tenderedFen: null, changeFen: null, cardBatch, cardReference, servedMs: null, surplus: 'refund' as const, codeUrl: null, voidedAt: state === 'voided' ? at : null, voidReference: null, createdAt: at, version: 1,
    };
    return this.transactions.run(async (tx) => (await tx.insert(Payment, row)).identifiers[0]!.id as number);
  }

  /** Cash that two people carried to the bank. */
  async deposit(date: string, slipNumber: string, amountFen: number): Promise<number> {
    return this.transactions.run(async (tx) => {
      const at = new Date(`${date}T09:00:00Z`);
      const { id } = await tx.save(BankDeposit, { hallId: 1, date, slipNumber, amountFen, carrierId: 1, companionId: 2, state: 'banked' as const, createdById: 1, createdAt: at, bankedById: 1, bankedAt: at, confirmedAt: null, version: 1 });
      await this.server.app.get(LedgerService).post(tx, { cause: 'deposit', causeId: id, at }, [{ book: 'cash-in-transit', subjectId: id, debitFen: amountFen }, { book: 'cash', subjectId: 1, creditFen: amountFen }]);
      return id;
    });
  }
}

/** The answer whatever it is. */
export async function uploadFile(client: Client, source: string, date: string, content: string | Uint8Array, name = `${source}.csv`): Promise<{ status: number; body: contract.ReconciliationDayDetail & ErrorBody }> {
  const form = new FormData();
  form.set('source', source);
  form.set('date', date);
  form.set('file', new Blob([content as BlobPart]), name);
  const response = await fetch(`${client.url}${contract.uploadReconciliation.path}`, { method: 'POST', body: form, headers: { authorization: `Bearer ${client.token}` } });
  return { status: response.status, body: (await response.json()) as contract.ReconciliationDayDetail & ErrorBody };
}
