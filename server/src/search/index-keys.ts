/** The index holds keys of several sorts side by side; each sort has a name of its own. */
export const keyOfWord = (token: string): string => `word ${token}`;
export const keyOfScope = (heading: string): string => `scope ${heading}`;
