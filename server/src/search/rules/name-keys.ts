/**
 * What a name is found by in pinyin: 张小明 → zhang, zhangxiao, zhangxiaoming, xiaoming, zx, zxm. `syllables` are those of its characters, the
 * surname's first (单 → shan), ü written v.
 */
export function nameKeys(syllables: readonly string[]): Set<string> {
  const keys = new Set<string>();
  for (let count = 1; count <= syllables.length; count++) {
    const known = syllables.slice(0, count);
    keys.add(known.join(''));
    // One letter alone would be everyone's.
    if (count > 1) keys.add(known.map((syllable) => syllable[0]).join(''));
  }
  if (syllables.length > 2) keys.add(syllables.slice(1).join(''));
  return keys;
}
