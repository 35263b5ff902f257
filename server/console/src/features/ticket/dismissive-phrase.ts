/** What nobody may be told (FI-9); the server has the last word. */
const phrases = [
  '不知道', '不清楚', '不归我管', '不归我们管', '不是我管的', '不是我们管的', '不归我们部门管', '管不了', '没办法', '不了解', '我不管', '找别人', '找别的部门',
] as const;

export function dismissivePhrasesIn(text: string): string[] {
  const plain = text.replace(/\s/g, '');
  return phrases.filter((phrase) => plain.includes(phrase));
}
