import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { contradiction, type Books } from './contradiction.js';

/** Whatever is looked up by its name must have it alone (TL-5, TL-7). */
const twice = (rule: string, what: string, entries: readonly { key: string; path: string }[]): Contradiction[] =>
  entries.flatMap(({ key, path }, index) => (entries.findIndex((other) => other.key === key) < index ? [contradiction(rule, path, `${what}重复了，请删去一个`)] : []));

export const categoriesNamedTwice = ({ category }: Pick<Books, 'category'>): Contradiction[] => [
  ...twice('TL-7', '类别代码', category.map(({ code }, index) => ({ key: code, path: `${index}.code` }))),
  ...twice('AP-1', '类别名称', category.map(({ kind, label }, index) => ({ key: `${kind} ${label}`, path: `${index}.label` }))),
];
export const checklistsNamedTwice = ({ checklist }: Pick<Books, 'checklist'>): Contradiction[] => [
  ...twice('TL-5', '这个类别的清单', checklist.map((list, index) => ({ key: list.category, path: `${index}.category` }))),
  ...checklist.flatMap((list, index) => twice('TL-5', '材料代码', list.items.map(({ code }, item) => ({ key: code, path: `${index}.items.${item}.code` })))),
];
export const phrasesNamedTwice = ({ 'dismissive-phrase': phrases }: Pick<Books, 'dismissive-phrase'>): Contradiction[] =>
  twice('FI-9', '这句话', phrases.map((key, index) => ({ key, path: String(index) })));
export const templatesNamedTwice = ({ 'reply-template': templates }: Pick<Books, 'reply-template'>): Contradiction[] => [
  ...twice('FI-9', '模板代码', templates.map(({ code }, index) => ({ key: code, path: `${index}.code` }))),
  ...twice('FI-9', '模板标题', templates.map(({ title }, index) => ({ key: title, path: `${index}.title` }))),
];
export const proceduresNamedTwice = ({ procedure }: Pick<Books, 'procedure'>): Contradiction[] =>
  twice('AP-3', '这项业务', procedure.map(({ category }, index) => ({ key: category, path: `${index}.category` })));
