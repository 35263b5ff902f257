/** PY-5: why these two cannot carry a deposit; null when they can. Both belong to the company now. */
export function whyNotThesePeople(carrierId: number, companionId: number, activeStaff: ReadonlySet<number>): string | null {
  if (carrierId === companionId) return '送存人和同行人不能是同一个人';
  return activeStaff.has(carrierId) && activeStaff.has(companionId) ? null : '送存人和同行人都要是在职同事';
}

/** What a deposit of these shifts must amount to, in fen. */
export const depositOf = (shifts: readonly { toBankFen: number }[]): number => shifts.reduce((sum, shift) => sum + shift.toBankFen, 0);
