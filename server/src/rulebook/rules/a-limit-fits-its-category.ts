import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { applicationSteps, clockLabels, ticketKindLabels, type ClockKind } from '@shouwen/shared/vocabulary';
import { contradiction, type Books } from './contradiction.js';

/** TL-7: a row that names a category names its kind, and steps are counted only where they are done (AP-3). Otherwise the row would never apply. */
export function aLimitFitsItsCategory({ 'service-policy': policies, category: categories, procedure: procedures }: Pick<Books, 'service-policy' | 'category' | 'procedure'>): Contradiction[] {
  return policies.flatMap(({ kind, category, clock }, index) => {
    const entry = category === null ? null : categories.find(({ code }) => code === category);
    if (entry === undefined) return [contradiction('TL-7', `${index}.category`, '没有这个事项类别，请重新选择')];
    if (entry && kind !== null && entry.kind !== kind) return [contradiction('TL-7', `${index}.category`, `“${entry.label}”属于${ticketKindLabels[entry.kind]}，不属于${ticketKindLabels[kind]}`)];
    if (!isStep(clock)) return [];
    if ((entry?.kind ?? kind) !== 'application') return [contradiction('AP-3', `${index}.clock`, `“${clockLabels[clock]}”是业务申请的步骤，请在事项里选择业务申请`)];
    const done = procedures.some((procedure) => (category === null || procedure.category === category) && procedure.steps.some((step) => step === clock));
    return done ? [] : [contradiction('AP-3', `${index}.clock`, `“业务步骤”里没有“${clockLabels[clock]}”这一步，这一行不会起作用`)];
  });
}

const isStep = (clock: ClockKind) => (applicationSteps as readonly ClockKind[]).includes(clock);
