import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { contradiction, type Books } from './contradiction.js';

/** FI-9: a phrase of one letter or of signs alone would be found in honest answers. */
export function aPhraseSaysSomething({ 'dismissive-phrase': phrases }: Pick<Books, 'dismissive-phrase'>): Contradiction[] {
  return phrases.flatMap((phrase, index) =>
    phrase.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '').length >= 2 ? [] : [contradiction('FI-9', index, '用语至少两个字，太短会误伤正常的答复')],
  );
}
