/** What nobody may be told (FI-9); the server has the last word. */
const phrases = ['不知道', '不清楚', '不归我管', '不归我们管', '不关我事', '没办法'] as const;

export function dismissivePhrasesIn(text: string): string[] {
  const plain = text.replace(/\s/g, '');
  return phrases.filter((phrase) => plain.includes(phrase));
}
