import type { TicketCategory, TicketKind } from '@shouwen/shared/vocabulary';

const aboutTheBill: readonly string[] = ['complaint-bill', 'complaint-meter'];

/** PY-9: complaints about the bill or the meter and questions about a bill stop its late fee; a complaint about a person does not. */
export const isAboutTheBill = ({ kind, category }: { kind: TicketKind; category: TicketCategory }): boolean => kind === 'billing-question' || aboutTheBill.includes(category);
