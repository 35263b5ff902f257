/** A written notice as it is recorded, taken apart again for paper. */
export interface NoticeParts {
  items: { name: string; howToGet: string }[];
  note: string;
  reason: string;
}
const REASON = '再次告知原因：';

/** TL-5: the items with how to meet each, the note, and the reason of a later notice. `itemCount`: how many lines are items. */
export function materialsNoticeInParts(text: string, itemCount: number, checklist: readonly { readonly name: string; readonly howToGet: string }[]): NoticeParts {
  const lines = text.split('\n');
  const parts: NoticeParts = { items: [], note: '', reason: '' };
  const note: string[] = [];
  for (const line of lines) {
    const numbered = parts.items.length < itemCount ? new RegExp(`^${parts.items.length + 1}\\. (.+)$`).exec(line)?.[1] : undefined;
    if (numbered !== undefined) parts.items.push(itemOf(numbered, checklist));
    else if (line.startsWith(REASON)) parts.reason = line.slice(REASON.length);
    else note.push(line);
  }
  parts.note = note.join('\n').trim();
  return parts;
}

/** `name（how）`; a name may have brackets of its own, which the checklist knows. */
function itemOf(line: string, checklist: readonly { readonly name: string; readonly howToGet: string }[]): { name: string; howToGet: string } {
  const known = checklist.find(({ name, howToGet }) => line === name || line === `${name}（${howToGet}）`);
  if (known) return { name: known.name, howToGet: line === known.name ? '' : known.howToGet };
  let depth = 0;
  if (line.endsWith('）'))
    for (let at = line.length - 1; at > 0; at--) {
      if (line[at] === '）') depth++;
      if (line[at] === '（' && --depth === 0) return { name: line.slice(0, at), howToGet: line.slice(at + 1, -1) };
    }
  return { name: line, howToGet: '' };
}
