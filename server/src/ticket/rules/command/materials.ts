import { decideDues } from '../clocks-of-ticket.js';
import { words, type CommandRule } from '../command-rule.js';
import { refuseWhileMerged } from '../merged-work-is-done-on-the-main-ticket.js';
import { couldHaveBeenNamedBefore, refuseSecondNotice } from '../second-notice-needs-a-reason.js';
import { refuse, type CommandOf, type MaterialWanted, type NewEvent } from '../ticket-types.js';

/** TL-5: everything that is missing, at once, in writing, with how to meet it. */
export const requestMaterials: CommandRule<CommandOf<'request-materials'>> = {
  who: 'first-responsible-or-department', event: 'materials-requested',
  circumstance: (ticket) =>
    refuseWhileMerged(ticket) ??
    (ticket.kind === 'leak' ? refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-2', '抢修不需要居民补材料') : null) ??
    (ticket.state === 'waiting-materials' && ticket.materialsBroughtAt !== null ? refuse('TICKET_ACTION_NOT_ALLOWED', 'TL-5', '居民已补交材料，请先核对') : null),
  content: (ticket, { items, reason }) => refuseSecondNotice(ticket, items, reason),
  events(ticket, { items, note, reason }): NewEvent[] {
    const codes = items.flatMap(({ code }) => (code === null ? [] : [code]));
    const breach = couldHaveBeenNamedBefore(ticket, items).length > 0;
    return [{
      type: 'materials-requested', payload: { itemCount: items.length, codes, breach }, attachmentIds: [],
      text: [...items.map(inWords), words(note), breach ? `再次告知原因：${reason}` : null].filter((line) => line !== null).join('\n'),
    }];
  },
};

const inWords = ({ name, howToGet }: MaterialWanted, index: number) => `${index + 1}. ${name}${howToGet.trim() === '' ? '' : `（${howToGet}）`}`;

/** The resident's own supply, online; the clerk confirms that it is complete. */
export const supplyMaterials: CommandRule<CommandOf<'supply-materials'>> = {
  who: 'resident', event: 'materials-brought',
  content: (_, { attachmentIds, note }) => (attachmentIds.length === 0 && note.trim() === '' ? refuse('INVALID_INPUT', 'TL-5', '请拍照上传材料，或写明情况') : null),
  events: (ticket, { codes, note, attachmentIds }): NewEvent[] => [{
    type: 'materials-brought', payload: { codes: codes.filter((code) => ticket.materialsAwaited.includes(code)) }, text: words(note), attachmentIds,
  }],
};

/** TL-2: complete, the full limit starts again with the day the resident supplied the last of it as the day that does not count. */
export const confirmMaterials: CommandRule<CommandOf<'confirm-materials'>> = {
  who: 'first-responsible-or-department', event: 'materials-supplied',
  events(ticket, { complete, note }, facts): NewEvent[] {
    const suppliedAt = ticket.materialsBroughtAt ?? facts.now;
    const waiting = ticket.clocks.filter((clock) => clock.state === 'waiting-materials').map((clock) => clock.terms);
    return [{
      type: 'materials-supplied', text: words(note), attachmentIds: [],
      payload: { complete, suppliedAt: suppliedAt.toISOString(), dues: complete ? decideDues(waiting, suppliedAt, facts) : [] },
    }];
  },
};
