/** A place in a reply that must be changed before it goes out. */
export interface Mark {
  kind: 'dismissive' | 'blank';
  from: number;
  to: number;
  text: string;
}

const BLANK = /\{[^{}]{1,12}\}/g;

/** FI-9 phrases, spaces within them ignored, and fields of a template that are not filled; in order, none overlapping. The server has the last word. */
export function marksIn(text: string, phrases: readonly string[]): Mark[] {
  const marks: Mark[] = [...text.matchAll(BLANK)].map((match) => ({ kind: 'blank', from: match.index, to: match.index + match[0].length, text: match[0] }));
  for (const phrase of [...phrases].sort((a, b) => b.length - a.length)) {
    const pattern = new RegExp([...phrase.replace(/\s/g, '')].map((character) => character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s*'), 'g');
    for (const match of text.matchAll(pattern)) {
      const from = match.index, to = match.index + match[0].length;
      if (match[0] !== '' && !marks.some((mark) => from < mark.to && to > mark.from)) marks.push({ kind: 'dismissive', from, to, text: phrase });
    }
  }
  return marks.sort((a, b) => a.from - b.from);
}
