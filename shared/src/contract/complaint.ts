import * as z from 'zod/mini';
import { endpoint } from './endpoint.js';
import { attachmentIds, id, mobile, optionalText, personName, text } from './field.js';
import type { TicketProgress } from './ticket.js';

/** CP-1 to CP-7. Filed online it came in writing, so it needs a written answer (CP-5). */
export const fileComplaint = endpoint<TicketProgress>()({
  method: 'POST', path: '/api/complaints', summary: '投诉', idempotent: true,
  body: z.object({
    category: z.enum([
      'complaint-meter', 'complaint-bill', 'complaint-repair', 'complaint-quality', 'complaint-pressure', 'complaint-connection',
      'complaint-promise', 'complaint-refused', 'complaint-abuse', 'complaint-rude', 'complaint-not-told',
    ]),
    title: text('一句话说明', 60),
    description: text('详细情况', 2000),
    hallId: z.nullable(id('营业厅')),
    /** Staff number (工号, on the badge) of the person complained of, if known; the answer never says whether it exists. */
    complainedStaffNumber: optionalText('工号', 12),
    /** CP-6: keep my name secret. */
    confidential: z._default(z.boolean(), false),
    accountId: z.nullable(id('户号')),
    /** The bill it is about: no late fee grows on it until the matter is closed (PY-9). */
    billId: z._default(z.nullable(id('账单')), null),
    contactName: personName('称呼'),
    contactPhone: mobile,
    address: optionalText('地址', 120),
    attachmentIds,
  }),
});
