/** From sign-in to sign-out within one day, in minutes of the day. Nobody is taken to have been here since the day before. */
export function staysOf(changes: readonly { readonly here: boolean; readonly minute: number }[]): { from: number; until: number; open?: true }[] {
  const stays: { from: number; until: number; open?: true }[] = [];
  let since: number | null = null;
  for (const { here, minute } of changes) {
    if (here) since ??= minute;
    else if (since !== null) {
      stays.push({ from: since, until: minute });
      since = null;
    }
  }
  // Nobody signed out that day: taken to have stayed, and said so.
  if (since !== null) stays.push({ from: since, until: 24 * 60, open: true });
  return stays;
}
