/**
 * What an entry may be caused by, and where that is: the id of a cause is that of a row of `table`. Of what is posted in parts it is the row's id,
 * a colon, and the part. Each cause posts once. `npm run verify-ledger` knows nothing else: a new cause is a line here.
 */
export const causes = {
  /** Readings of an imported file, with the bills they make. */
  import: { table: 'import_job', inParts: true },
  /** A stretch of the bills of a run. */
  'bill-run': { table: 'bill_run', inParts: true },
  /** A bill issued by itself. */
  bill: { table: 'bill', inParts: false },
  /** Reversed as it was issued and adjusted. */
  'bill-void': { table: 'bill', inParts: false },
  /** Approved: the bill comes to more or less than the tariff says (PY-9). */
  adjustment: { table: 'approval', inParts: false },
  payment: { table: 'payment', inParts: false },
  /** Undone in its own shift: what it settled is open again, the money is back. */
  void: { table: 'payment', inParts: false },
  /** Approved: what it takes back is open again, and the payer is owed the money. What went back by itself was owed with its payment. */
  'refund-begun': { table: 'payment_refund', inParts: false },
  /** Given twice, by the bank and late by WeChat: the payer owes it until it is brought back. */
  'refund-twice': { table: 'payment_refund', inParts: false },
  /** Given back by the channel it came by, or another. */
  refund: { table: 'payment_refund', inParts: false },
  /** PY-7: a channel has paid a day's takings; what reconciliation corrected with approval. */
  settlement: { table: 'reconciliation_day', inParts: false },
  difference: { table: 'finance_item', inParts: false },
  /** PY-4: a drawer held more or less than its book. */
  'cash-difference': { table: 'cash_shift', inParts: false },
  /** PY-5: cash leaves the hall; the bank has it. */
  deposit: { table: 'bank_deposit', inParts: false },
  'deposit-confirmed': { table: 'bank_deposit', inParts: false },
  /** The bank's file was withdrawn (odd parts take back), and another confirms (even parts). */
  'deposit-again': { table: 'bank_deposit', inParts: true },
  'settlement-again': { table: 'reconciliation_day', inParts: true },
} as const;

export type Cause = keyof typeof causes;
