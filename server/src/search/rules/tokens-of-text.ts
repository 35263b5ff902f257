import { foldText, type Letter } from './fold-text.js';

/**
 * What a text is found by: every two neighbouring Chinese characters, every whole word of other letters, every whole run of digits. A single
 * Chinese character is no token; it would stand on half of all tickets.
 */
export function tokensOfText(text: string): Set<string> {
  return tokensOfLetters(foldText(text));
}

export function tokensOfLetters(letters: readonly Letter[]): Set<string> {
  const tokens = new Set<string>();
  let run = '';
  letters.forEach(({ char, kind }, index) => {
    const next = letters[index + 1];
    const goesOn = next !== undefined && next.joined && next.kind === kind;
    if (kind === 'han') {
      if (goesOn) tokens.add(char + next.char);
      return;
    }
    run += char;
    if (goesOn) return;
    tokens.add(run);
    run = '';
  });
  return tokens;
}
