import { pinyin } from 'pinyin-pro';

/** 单雄信 → shan xiong xin: the first character is read as a surname; what is not Chinese is left out. */
export function nameSyllables(name: string): string[] {
  return name === '' ? [] : pinyin(name.normalize('NFKC'), { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'removed' });
}
