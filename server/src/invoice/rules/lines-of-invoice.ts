/** What the tax system is told of a kind of charge: its classification and the rate in 1/1000. Data of the company, not of the law. */
export interface TaxItem {
  readonly name: string;
  readonly taxCode: string;
  readonly rate: number;
}
export interface InvoiceLine extends TaxItem {
  /** Tax included. */
  readonly amountFen: number;
}

/**
 * Shares an invoice's amount out over what was charged, by largest remainder: a bill paid in part is invoiced in part, and the lines always
 * add up to the amount. `charged` are fen by kind of charge; all 0 puts everything on the first.
 */
export function linesOfInvoice(amountFen: number, charged: ReadonlyMap<string, number>, items: ReadonlyMap<string, TaxItem>, other: TaxItem): InvoiceLine[] {
  const parts = [...charged].filter(([, fen]) => fen > 0);
  const total = parts.reduce((sum, [, fen]) => sum + BigInt(fen), 0n);
  if (total === 0n) return amountFen > 0 ? [{ ...other, amountFen }] : [];
  const shares = parts.map(([kind, fen]) => {
    const exact = BigInt(amountFen) * BigInt(fen);
    return { kind, whole: Number(exact / total), rest: exact % total };
  });
  let left = amountFen - shares.reduce((sum, { whole }) => sum + whole, 0);
  for (const share of shares.toSorted((a, b) => (a.rest === b.rest ? 0 : a.rest > b.rest ? -1 : 1))) {
    if (left <= 0) break;
    share.whole += 1;
    left -= 1;
  }
  return shares.filter(({ whole }) => whole > 0).map(({ kind, whole }) => ({ ...(items.get(kind) ?? other), amountFen: whole }));
}
