/**
 * What an entry may be caused by, and where that is: the id of a cause is that of a row of `table`. Of what is posted in parts it is the row's id,
 * a colon, and the part. Each cause posts once. `npm run verify-ledger` knows nothing else: a new cause is a line here.
 */
export const causes = {
  /** Readings of an imported file, with the bills they make. */
  import: { table: 'import_job', inParts: true },
  /** A bill issued by itself. */
  bill: { table: 'bill', inParts: false },
  /** Reversed as it was issued and adjusted. */
  'bill-void': { table: 'bill', inParts: false },
  payment: { table: 'payment', inParts: false },
  /** Given back by the channel it came by. */
  refund: { table: 'payment_refund', inParts: false },
} as const;

export type Cause = keyof typeof causes;
