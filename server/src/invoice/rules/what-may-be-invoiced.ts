/** What a payment is made of, in fen. */
export interface PaidFacts {
  readonly state: string;
  readonly amountFen: number;
  /** Of it, what went or goes back. */
  readonly refundedFen: number;
  /** Of it, what is kept in advance: it is invoiced when it pays a bill. */
  readonly inAdvanceFen: number;
}

/** Fen of a payment that paid for water and stay paid: no more than this may ever be invoiced. */
export function invoiceableOf({ state, amountFen, refundedFen, inAdvanceFen }: PaidFacts): number {
  const received = !['unpaid', 'closed', 'voided'].includes(state);
  return received ? Math.max(0, amountFen - refundedFen - inAdvanceFen) : 0;
}

/** An invoice as far as sums go. */
export interface Issued {
  readonly id: number;
  readonly kind: 'blue' | 'red';
  readonly state: 'requested' | 'issued' | 'failed';
  readonly amountFen: number;
  /** The red one that takes it back. */
  readonly reversedById: number | null;
}

/** A blue invoice counts from its request until the red one that takes it back is issued. */
export function invoicedOf(invoices: readonly Issued[]): number {
  return invoices.filter((invoice) => counts(invoice, invoices)).reduce((sum, { amountFen }) => sum + amountFen, 0);
}

/** The blue invoices that must be taken back because less stays paid than is invoiced; the newest first, as few as it takes. Those that no answer has come for yet wait for it. */
export function toBeReversed(invoices: readonly Issued[], invoiceableFen: number): Issued[] {
  const live = invoices.filter((invoice) => counts(invoice, invoices) && invoice.reversedById === null);
  let over = live.reduce((sum, { amountFen }) => sum + amountFen, 0) - invoiceableFen;
  const reversed: Issued[] = [];
  for (const invoice of live.filter(({ state }) => state === 'issued').sort((a, b) => b.id - a.id)) {
    if (over <= 0) break;
    reversed.push(invoice);
    over -= invoice.amountFen;
  }
  return reversed;
}

function counts({ kind, state, reversedById }: Issued, all: readonly Issued[]): boolean {
  if (kind !== 'blue' || state === 'failed') return false;
  return reversedById === null || all.find(({ id }) => id === reversedById)?.state !== 'issued';
}
