import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { ticketKindLabels, type TicketKind } from '@shouwen/shared/vocabulary';
import { contradiction, type Books } from './contradiction.js';

/** Tickets bear its code: a category is retired, never removed, and stays of its kind; complaints are of one of two families (CP-1, CP-3). */
export function aCategoryStaysWhatItIs({ category: categories }: Pick<Books, 'category'>, before: Books['category']): Contradiction[] {
  const found = before.flatMap((was): Contradiction[] => {
    const index = categories.findIndex(({ code }) => code === was.code);
    if (index < 0) return [contradiction('CP-3', '', `“${was.label}”不能删除，已有工单使用；不再受理的请改为停用`)];
    const now = categories[index]!;
    if (now.kind !== was.kind) return [contradiction('CP-3', `${index}.kind`, `“${was.label}”属于${ticketKindLabels[was.kind]}，不能改为别的种类`)];
    return now.family !== was.family ? [contradiction('CP-1', `${index}.family`, `“${was.label}”的投诉性质不能改`)] : [];
  });
  categories.forEach(({ kind, family, outOfScope }, index) => {
    if ((kind === 'complaint') !== (family !== null)) found.push(contradiction('CP-1', `${index}.family`, '投诉要分服务投诉和业务投诉，其他事项不分'));
    if (outOfScope && kind !== 'consultation') found.push(contradiction('FI-10', `${index}.outOfScope`, '只有咨询可以是非供水业务'));
  });
  return found;
}

/** FI-10: every kind of matter, and what is out of scope, can still be received. */
export function everyKindCanBeReceived({ category: categories }: Pick<Books, 'category'>): Contradiction[] {
  const active = categories.filter((entry) => entry.active);
  const kinds = (Object.keys(ticketKindLabels) as TicketKind[]).filter((kind) => !active.some((entry) => entry.kind === kind && !entry.outOfScope));
  return [
    ...kinds.map((kind) => contradiction('FI-10', '', `“${ticketKindLabels[kind]}”至少要有一个在用的类别`)),
    ...(active.some((entry) => entry.outOfScope) ? [] : [contradiction('FI-10', '', '要有一个在用的“非供水业务”类别，居民问到时才能登记和指引')]),
  ];
}
