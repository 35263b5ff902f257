import { refuse, type Refused } from './ticket-types.js';

/** Politeness around such a phrase does not make it an answer. */
const PADDING = /您好|你好|亲|抱歉|对不起|不好意思|谢谢|请|这个|这事|这件事|该问题|此事|我们|我|的|了|呢|啊|哦|呀|也|都|真|暂时|目前/g;
const SIGNS = /[^\p{L}\p{N}]/gu;

/** FI-9: refuses words to the resident that consist of dismissive phrases, of the list that administrators edit. */
export function refuseDismissive(text: string, phrases: readonly string[]): Refused | null {
  let rest = text.normalize('NFKC').replace(SIGNS, '');
  let found = false;
  for (const phrase of [...phrases].sort((a, b) => b.length - a.length)) {
    const without = rest.split(phrase).join('');
    found ||= without !== rest;
    rest = without;
  }
  if (!found || rest.replace(PADDING, '') !== '') return null;
  return refuse('DISMISSIVE_ANSWER', 'FI-9', '答复不能只是“不知道”“不清楚”“不归我管”，请告知居民具体怎么办');
}
