import { replyFields, type Contradiction } from '@shouwen/shared/contract/rulebook';
import { contradiction, type Books } from './contradiction.js';

/** A field that nobody fills would reach the resident as it stands. */
export function aTemplateNamesKnownFields({ 'reply-template': templates }: Pick<Books, 'reply-template'>): Contradiction[] {
  return templates.flatMap(({ text }, index) => {
    const unknown = [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]!).filter((name) => !(replyFields as readonly string[]).includes(name));
    const loose = /[{}]/.test(text.replace(/\{[^{}]*\}/g, ''));
    return [
      ...[...new Set(unknown)].map((name) => contradiction('FI-9', `${index}.text`, `没有“{${name}}”这一项，可用的有：${replyFields.map((field) => `{${field}}`).join('')}`)),
      ...(loose ? [contradiction('FI-9', `${index}.text`, '大括号没有成对，请检查')] : []),
    ];
  });
}
