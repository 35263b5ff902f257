import type { TicketCategory, TicketKind } from '../vocabulary/index.js';
import { endpoint } from './endpoint.js';

/** CP-1: complaints about service and about business are two families. */
export type ComplaintFamily = 'service' | 'business';

/** A category that people can choose today, in the company's own words. */
export interface CategoryItem {
  code: TicketCategory;
  kind: TicketKind;
  family: ComplaintFamily | null;
  label: string;
  /** What residents say when they mean it (AP-1). */
  plainWords: string[];
  /** FI-10: not a matter of water supply; received politely and signposted. */
  outOfScope: boolean;
}
/** For everyone who files or registers something; in the order of the company's list. */
export const categories = endpoint<{ edition: number; items: CategoryItem[] }>()({ method: 'GET', path: '/api/categories', summary: '事项类别' });
