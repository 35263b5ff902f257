const LESSON = '\n教训：';
const FINDING = '认定：';

/** CP-8: what was found, and what was learnt, from the words of the conclusion. */
export function partsOfConclusion(words: string): { finding: string; lesson: string } {
  const at = words.lastIndexOf(LESSON);
  const finding = at < 0 ? words : words.slice(0, at);
  return { finding: finding.startsWith(FINDING) ? finding.slice(FINDING.length) : finding, lesson: at < 0 ? '' : words.slice(at + LESSON.length) };
}
