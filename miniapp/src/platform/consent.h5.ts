/** Browsers have no subscribe messages. */
export async function askConsent(): Promise<string[]> {
  return [];
}
