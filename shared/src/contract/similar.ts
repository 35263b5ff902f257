import * as z from 'zod/mini';
import type { TicketKind, TicketState } from '../vocabulary/index.js';
import { endpoint } from './endpoint.js';
import { optionalText, place } from './field.js';

/** A ticket that is likely about the same matter, without whose it is (PR-1, CP-6). */
export interface SimilarTicket {
  number: string;
  kind: TicketKind;
  categoryLabel: string;
  state: TicketState;
  title: string;
  address: string;
  createdAt: string;
  firstResponsibleName: string;
  departmentName: string | null;
  /** `same`: very likely the same matter · `maybe`: worth a look. */
  likeness: 'same' | 'maybe';
  /** In words, the strongest first: 同一户号, 相距约 80 米. */
  reasons: string[];
}
export interface SimilarTickets {
  items: SimilarTicket[];
}

/** Tickets like this one, the likeliest first. Empty for whoever may not know a secret complainant: where it is would tell (CP-6). */
export const similarTickets = endpoint<SimilarTickets>()({ method: 'GET', path: '/api/staff/tickets/:number/similar', summary: '可能是同一件事的工单' });

/** The same for what is being registered at the counter or on the hotline; nothing is stored. */
export const similarToDraft = endpoint<SimilarTickets>()({
  method: 'POST', path: '/api/staff/tickets/similar', summary: '登记时查看可能是同一件事的工单',
  body: z.object({
    category: z.string().check(z.maxLength(40)),
    accountNumber: optionalText('户号', 12),
    address: optionalText('地址', 120),
    landmark: optionalText('附近标志物', 60),
    place: z._default(z.nullable(place), null),
  }),
});
