/** Chinese rules of line breaks: a line may end after any character, but does not begin with these … */
const NEVER_FIRST = new Set('，。、；：？！）】》」』”’〉〕…—·%％,.;:?!)]}');
/** … nor end with these. */
const NEVER_LAST = new Set('（【《「『“‘〈〔([{¥￥');
/** Kept in one piece while a line has room for it: words, numbers, web addresses. */
const WORD = /[A-Za-z0-9À-ɏ.,:/@_\-+#&?=%]+|[\s\S]/gu;

/**
 * `text` as lines no wider than `width`, as `widthOf` measures characters (both in points). Line ends in the text stay; a word longer than a line is
 * cut. Always at least one line.
 */
export function breakLines(text: string, width: number, widthOf: (character: string) => number): string[] {
  return text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').split('\n').flatMap((paragraph) => breakParagraph(paragraph.trimEnd(), width, widthOf));
}

function breakParagraph(paragraph: string, width: number, widthOf: (character: string) => number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  const measure = (piece: string) => [...piece].reduce((sum, character) => sum + widthOf(character), 0);
  const endLine = () => {
    // What may not end this line begins the next; at least one piece stays.
    let keep = line.length;
    while (keep > 1 && NEVER_LAST.has(line[keep - 1] as string)) keep--;
    lines.push(line.slice(0, keep).join('').trimEnd());
    line = line.slice(keep);
    used = measure(line.join(''));
  };
  const add = (piece: string) => {
    const wide = measure(piece);
    if (used + wide > width && line.length > 0) {
      if (NEVER_FIRST.has(piece)) {
        // The character before comes along, so that the mark does not begin the line.
        const before = line.length > 1 ? line.pop() : undefined;
        endLine();
        if (before !== undefined) {
          line.push(before);
          used += measure(before);
        }
      } else endLine();
      if (piece === ' ' && line.length === 0) return;
    }
    line.push(piece);
    used += wide;
  };
  for (const [piece] of paragraph.matchAll(WORD)) {
    if (measure(piece) <= width) add(piece);
    else for (const character of piece) add(character);
  }
  lines.push(line.join('').trimEnd());
  return lines;
}
