import * as z from 'zod/mini';
import { endpoint } from './endpoint.js';
import { attachmentIds, mobile, optionalPersonName, optionalText, place, text } from './field.js';
import type { TicketProgress } from './ticket.js';

/** The answer names the number, the first responsible (FI-1) and when someone will be there (E3). */
export const reportLeak = endpoint<TicketProgress>()({
  method: 'POST', path: '/api/leaks', summary: '报告漏水', idempotent: true,
  body: z.object({
    category: z.enum(['road-leak', 'burst', 'meter-leak', 'valve-leak']),
    description: optionalText('情况说明', 1000),
    /** HL-4, FI-5: street, number and a landmark. */
    address: text('地址', 120),
    landmark: text('附近标志物', 60),
    place: z.nullable(place),
    contactName: optionalPersonName('联系人'),
    contactPhone: mobile,
    attachmentIds,
  }),
});
