import { Injectable } from '@nestjs/common';
import type { DateString } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { BillingService, PrepaidService } from '../billing/index.js';
import { affectedBy } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { LedgerService } from '../ledger/index.js';
import { fenOf, journalOfTakingBack } from './rules/journal-of-payment.js';
import type { PartTakenBack } from './rules/what-may-be-refunded.js';

type Destination = Parameters<typeof journalOfTakingBack>[1];

/** Undoes what a payment had settled: bills are open again, prepayment is the account's no more, and the journal has an entry the other way. */
@Injectable()
export class TakeBack {
  constructor(
    private readonly billing: BillingService,
    private readonly prepaid: PrepaidService,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * Within `tx`, in order of bills. `paidOn`: the day of the payment. `to`: which book has the money to be given back. Refuses REFUND_TOO_MUCH when of an item less is left, PREPAID_USED when the
   * account has spent its prepayment meanwhile, BILL_CHANGED when a bill was reversed.
   */
  async run(tx: EntityManager, paidOn: DateString, cause: { cause: 'void' | 'refund-begun'; causeId: number }, parts: readonly PartTakenBack[], to: Destination, now: Date): Promise<void> {
    for (const part of parts.toSorted((a, b) => (a.billId ?? 0) - (b.billId ?? 0) || a.itemId - b.itemId)) {
      const left = await affectedBy(
        tx,
        'UPDATE payment_item SET refunded_principal_fen = refunded_principal_fen + ?, refunded_late_fee_fen = refunded_late_fee_fen + ? WHERE id = ? AND refunded_principal_fen + ? <= principal_fen AND refunded_late_fee_fen + ? <= late_fee_fen',
        [part.principalFen, part.lateFeeFen, part.itemId, part.principalFen, part.lateFeeFen],
      );
      if (left === 0) throw new Refusal('REFUND_TOO_MUCH');
      if (part.billId !== null) {
        if (!(await this.billing.reopen(tx, part.billId, { ...part, paidOn }))) throw new Refusal('BILL_CHANGED');
      } else if (!(await this.prepaid.take(tx, part.accountId, fenOf(part)))) throw new Refusal('PREPAID_USED');
    }
    await this.ledger.post(tx, { ...cause, at: now }, journalOfTakingBack(parts, to));
  }
}
