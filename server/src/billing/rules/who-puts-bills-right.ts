import type { Role, TicketKind } from '@shouwen/shared/vocabulary';

/** The counter's and the finance section's people. */
const always: readonly Role[] = ['clerk', 'shift-leader', 'hall-director', 'finance'];
/** People of a section; of which one counts. */
const ofASection: readonly Role[] = ['handler', 'section-leader'];
const theirWork: readonly TicketKind[] = ['billing-question', 'application'];

/** PY-9: figures, meters, terms and bills are put right by those whose work it is: not by the section for water quality. `sectionKinds`: what one's section does. */
export const putsBillsRight = (roles: readonly Role[], sectionKinds: readonly string[]): boolean =>
  roles.some((role) => always.includes(role)) || (roles.some((role) => ofASection.includes(role)) && theirWork.some((kind) => sectionKinds.includes(kind)));
