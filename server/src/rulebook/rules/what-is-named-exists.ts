import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { contradiction, type Books } from './contradiction.js';

/** TL-5: a checklist is for a category there is. */
export function aChecklistIsForACategory({ checklist, category: categories }: Pick<Books, 'checklist' | 'category'>): Contradiction[] {
  return checklist.flatMap(({ category }, index) => (categories.some(({ code }) => code === category) ? [] : [contradiction('TL-5', `${index}.category`, '没有这个事项类别，请重新选择')]));
}

/** AP-3: steps are those of applications, and every application that is accepted has some. */
export function everyApplicationHasItsSteps({ procedure: procedures, category: categories }: Pick<Books, 'procedure' | 'category'>): Contradiction[] {
  return [
    ...procedures.flatMap(({ category }, index) => {
      const entry = categories.find(({ code }) => code === category);
      return entry?.kind === 'application' ? [] : [contradiction('AP-3', `${index}.category`, '只有业务申请有办理步骤，请重新选择')];
    }),
    ...categories
      .filter(({ code, kind, active }) => kind === 'application' && active && !procedures.some(({ category }) => category === code))
      .map(({ label }) => contradiction('AP-3', '', `“${label}”没有办理步骤，请在“业务步骤”里补上`)),
  ];
}
