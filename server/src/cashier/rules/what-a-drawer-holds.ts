/**
 * PY-4: the count of a drawer against its book, in fen. `differenceFen` is counted less expected: above 0 there is too much. What goes to the
 * bank is the cash beyond the float; a shortage greater than the takings leaves nothing to bank and a float that must be made up.
 */
export function drawerAfterCount({ floatFen, takingsFen, countedFen }: { floatFen: number; takingsFen: number; countedFen: number }): { expectedFen: number; differenceFen: number; toBankFen: number } {
  const expectedFen = floatFen + takingsFen;
  return { expectedFen, differenceFen: countedFen - expectedFen, toBankFen: Math.max(0, countedFen - floatFen) };
}

/** The sides of the journal for a difference: what is missing is a loss of the drawer's cash, what is too much a gain. */
export function differencePostings(differenceFen: number): { drawer: 'debit' | 'credit'; fen: number } | null {
  return differenceFen === 0 ? null : { drawer: differenceFen > 0 ? 'debit' : 'credit', fen: Math.abs(differenceFen) };
}
