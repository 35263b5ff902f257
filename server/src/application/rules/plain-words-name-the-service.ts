/** What a category is called by the company and by residents. */
export interface Named {
  readonly label: string;
  readonly plainWords: readonly string[];
}
export interface Meant<T> {
  readonly named: T;
  /** 0 to 1; 1 when one of its phrases was said as it stands. */
  readonly likelihood: number;
  /** The phrases that spoke for it, the strongest first. */
  readonly because: readonly string[];
}

/** Below this, the words could mean anything. */
const LEAST = 0.6;
/** A resident says a phrase with other words in between, but not much further apart. */
const windowFor = (phrase: readonly string[]) => phrase.length * 2 + 3;
const characters = (text: string) => [...text.toLowerCase()].filter((c) => /[\p{L}\p{N}]/u.test(c));

/**
 * AP-1: which of `all` the resident's words probably mean, the likeliest first, at most `most`. A phrase counts by the share of its characters that were
 * said, in their order and close together; characters that most phrases have (水, 表) weigh little. `favour` breaks near ties, e.g. for applications.
 */
export function meantBy<T extends Named>(words: string, all: readonly T[], { most, favour = () => false }: { most: number; favour?: (named: T) => boolean }): Meant<T>[] {
  const weigh = weightsOf(all);
  const said = sentences(words);
  const meant = all.flatMap((named) => {
    const phrases = [...new Set([named.label, ...named.plainWords])].filter((phrase) => characters(phrase).length > 1);
    const heard = phrases.map((phrase) => ({ phrase, share: Math.max(0, ...said.map((sentence) => shareSaid(characters(phrase), sentence, weigh))) })).filter(({ share }) => share >= LEAST);
    heard.sort((a, b) => b.share - a.share || b.phrase.length - a.phrase.length);
    const [best] = heard;
    if (!best) return [];
    // A long phrase heard in full says more than a short one; so do several.
    const strength = best.share + Math.min(characters(best.phrase).length, 8) / 100 + (heard.length - 1) / 50 + (favour(named) ? 0.06 : 0);
    return [{ named, likelihood: best.share, because: heard.map(({ phrase }) => phrase), strength }];
  });
  meant.sort((a, b) => b.strength - a.strength);
  return meant.slice(0, most).map(({ strength: _, ...rest }) => rest);
}

const sentences = (words: string) => words.split(/[，。、；：！？,.;:!?\n]/).map(characters).filter((sentence) => sentence.length > 0);

/** The rarer a character among the phrases, the more it says. */
function weightsOf(all: readonly Named[]): (character: string) => number {
  const phrases = all.flatMap((named) => [named.label, ...named.plainWords]);
  const counts = new Map<string, number>();
  for (const phrase of phrases) for (const character of new Set(characters(phrase))) counts.set(character, (counts.get(character) ?? 0) + 1);
  const weights = new Map([...counts].map(([character, count]) => [character, Math.log(1 + phrases.length / count)]));
  return (character) => weights.get(character) ?? 0;
}

/** The best share of `phrase` found in order within any stretch of the sentence. */
function shareSaid(phrase: readonly string[], sentence: readonly string[], weigh: (character: string) => number): number {
  const whole = phrase.reduce((sum, character) => sum + weigh(character), 0);
  const said = new Set(sentence);
  // Most phrases share too little with the sentence wherever one looks.
  if (phrase.reduce((sum, character) => sum + (said.has(character) ? weigh(character) : 0), 0) < LEAST * whole) return 0;
  const stretch = windowFor(phrase);
  let best = 0;
  for (const [from, character] of sentence.entries()) if (phrase.includes(character)) best = Math.max(best, inOrder(phrase, sentence.slice(from, from + stretch), weigh));
  return best / whole;
}

/** The heaviest common subsequence. */
function inOrder(phrase: readonly string[], said: readonly string[], weigh: (character: string) => number): number {
  let row = new Array<number>(said.length + 1).fill(0);
  for (const character of phrase) {
    const next = [0];
    for (let i = 0; i < said.length; i++) next.push(said[i] === character ? row[i]! + weigh(character) : Math.max(row[i + 1]!, next[i]!));
    row = next;
  }
  return row[said.length]!;
}
