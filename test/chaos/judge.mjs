/** What a run has shown. */

/**
 * Of the product every invariant must hold; of a control at least one of those that hang on the missing guard must not.
 * @param {import('./cases.mjs').Case} fault @param {import('./cases.mjs').Control | null} control @param {import('./cases.mjs').Outcome} outcome
 * @returns {{ good: boolean, words: string }}
 */
export function judge(fault, control, { broken }) {
  const unchecked = fault.invariants.filter((name) => broken[name] === undefined);
  if (unchecked.length > 0) return { good: false, words: `没有检查 ${unchecked.join(' ')}` };
  const failed = fault.invariants.filter((name) => broken[name] !== null);
  if (control === null) return failed.length === 0 ? { good: true, words: '成立' } : { good: false, words: `${failed.join(' ')} 被破坏` };
  const expected = failed.filter((name) => control.breaks.includes(name));
  return expected.length > 0 ? { good: true, words: `如期失败（${expected.join(' ')}）` } : { good: false, words: '没有失败，证明不了什么' };
}
