const WEIGHS_MORE = 3;

/** An upheld complaint on somebody's sheet of one year; amounts in fen. */
export interface Entered {
  readonly id: number;
  readonly caseFen: number;
  readonly thirdFen: number;
  readonly decidedAt: Date | null;
}

/** CP-9: what each costs, in the order they were entered; the third of the year costs more. What was withdrawn does not count. */
export function amountsOfYear(entered: readonly Entered[]): Map<number, { caseFen: number; thirdFen: number }> {
  const inOrder = [...entered].sort((a, b) => (a.decidedAt?.getTime() ?? 0) - (b.decidedAt?.getTime() ?? 0) || a.id - b.id);
  return new Map(inOrder.map(({ id, caseFen, thirdFen }, index) => [id, { caseFen, thirdFen: index + 1 === WEIGHS_MORE ? thirdFen : 0 }]));
}
