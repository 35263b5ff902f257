import * as z from 'zod/mini';
import type { SearchField, TicketKind, TicketState } from '../vocabulary/index.js';
import { endpoint } from './endpoint.js';

/** A piece of a field with what was typed marked in it. */
export interface SearchMatch {
  field: SearchField;
  /** Null where the field itself is not shown (PR-1): a name, a number. */
  text: string | null;
  /** Parts of `text` to mark, in UTF-16 units: [from, to). */
  ranges: [from: number, to: number][];
}
export interface SearchItem {
  number: string;
  kind: TicketKind;
  categoryLabel: string;
  state: TicketState;
  title: string;
  createdAt: string;
  firstResponsibleName: string;
  departmentName: string | null;
  overdue: boolean;
  confidential: boolean;
  /** `保密` for a confidential complainant the viewer may not know (CP-6); name and phone masked otherwise (PR-1). */
  address: string;
  contactName: string;
  contactPhone: string;
  /** Why it was found. */
  matches: SearchMatch[];
}
export interface SearchPage {
  items: SearchItem[];
  /** Asks on from here; null: there is nothing more. A page may be short, even empty, and still have a next: each request does a bounded amount of work. */
  next: string | null;
}

/**
 * Tickets the viewer may see, newest first, by number, phone (whole or the last four digits), account number, name, its pinyin or initials,
 * address and text. All words typed must occur. Refuses `SEARCH_TOO_SHORT`.
 */
export const searchTickets = endpoint<SearchPage>()({
  method: 'GET', path: '/api/staff/search', summary: '查找工单',
  query: z.object({
    q: z.string('请输入要查找的内容').check(z.trim(), z.maxLength(60, '最多输入 60 个字')),
    cursor: z.optional(z.string().check(z.maxLength(100))),
    size: z._default(z.coerce.number().check(z.int(), z.minimum(5), z.maximum(50)), 20),
  }),
});
