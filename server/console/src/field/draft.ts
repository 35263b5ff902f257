/** Typed text outlives a form that is closed, a conflict and a new login; it lives in memory only, since it may hold personal data (PR-1). */
const drafts = new Map<string, unknown>();

export function draftOf<V>(key: string | undefined): V | undefined {
  return key === undefined ? undefined : (drafts.get(key) as V | undefined);
}
export function keepDraft(key: string | undefined, values: unknown): void {
  if (key !== undefined) drafts.set(key, values);
}
export function dropDraft(key: string | undefined): void {
  if (key !== undefined) drafts.delete(key);
}
/** When the person leaves the desk. */
export function forgetDrafts(): void {
  drafts.clear();
}
