import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ResponseOf } from '@shouwen/shared/contract';
import type { ReplyDraft, replyAids } from '@shouwen/shared/contract/ticket-desk';
import { formatDeadline, groupTicketNumber, maskName, ticketNumberOf } from '@shouwen/shared/value';
import { insideClocks } from '@shouwen/shared/vocabulary';
import { DataSource } from 'typeorm';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { RuleBook } from '../rulebook/index.js';
import type { StaffViewer } from '../staff/index.js';
import { fillReplyTemplate, salutation, unfilledFields, type ReplyValues } from './rules/fill-reply-template.js';
import { mayKnowIdentity } from './rules/who-may-see.js';
import { SeenTicket } from './seen-ticket.service.js';
import { ReplyDraftRow } from './ticket-company.entity.js';
import { TicketFollowers } from './ticket-followers.js';
import { TicketPeople } from './ticket-people.js';
import type { LoadedTicket } from './ticket-store.js';

/** What helps to write a reply: templates, phrases to avoid, and one's own draft. */
@Injectable()
export class ReplyComposer implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly seen: SeenTicket,
    private readonly people: TicketPeople,
    private readonly ruleBook: RuleBook,
    private readonly followers: TicketFollowers,
    private readonly clock: Clock,
  ) {}

  /** What was sent is no draft any more; nor is what nobody can send. */
  onModuleInit(): void {
    this.followers.follow(['answered'], async (tx, { ticketId, event }) => {
      if (event.actor.kind === 'staff' && event.actor.id !== null) await tx.delete(ReplyDraftRow, { ticketId, staffId: event.actor.id });
    });
    this.followers.follow(['archived'], async (tx, { ticketId }) => void (await tx.delete(ReplyDraftRow, { ticketId })));
  }

  /** Refuses `NOT_FOUND` (CP-6, CP-7). */
  async aids(viewer: StaffViewer, ticketId: number): Promise<ResponseOf<typeof replyAids>> {
    const { manager } = this.dataSource;
    const loaded = await this.seen.load(manager, ticketId, viewer);
    const books = await this.ruleBook.currents(manager, ['reply-template', 'dismissive-phrase']);
    const values = await this.valuesOf(loaded, mayKnowIdentity(loaded.facts, loaded.fold));
    const templates = books['reply-template'].content
      .filter(({ kinds }) => kinds.length === 0 || kinds.includes(loaded.fold.kind))
      .map(({ code, title, text }) => {
        const filled = fillReplyTemplate(text, values);
        return { code, title, text: filled, unfilled: unfilledFields(filled) };
      });
    const draft = await manager.findOneBy(ReplyDraftRow, { staffId: viewer.id, ticketId });
    return { templates, dismissivePhrases: [...books['dismissive-phrase'].content], draft: draft ? viewOf(draft) : { text: '', revision: 0, updatedAt: null } };
  }

  /** Refuses `DRAFT_CHANGED` unless `revision` is the latest, `NOT_FOUND` (CP-6, CP-7). */
  async keep(viewer: StaffViewer, ticketId: number, text: string, revision: number): Promise<ReplyDraft> {
    const now = this.clock.now();
    const row = { staffId: viewer.id, ticketId, text, revision: revision + 1, updatedAt: now };
    return this.transactions.run(async (tx) => {
      await this.seen.load(tx, ticketId, viewer);
      if (revision > 0) {
        const { affected } = await tx.update(ReplyDraftRow, { staffId: viewer.id, ticketId, revision }, { text, revision: row.revision, updatedAt: now });
        if (affected !== 1) throw new Refusal('DRAFT_CHANGED');
      } else {
        await tx.insert(ReplyDraftRow, row).catch((error: unknown) => {
          throw isDuplicateKey(error) ? new Refusal('DRAFT_CHANGED') : error;
        });
      }
      return viewOf(row);
    });
  }

  private async valuesOf({ row, fold }: LoadedTicket, known: boolean): Promise<ReplyValues> {
    const directory = await this.people.directory(this.dataSource.manager, [fold.firstResponsibleId], [row.departmentId, row.lastDepartmentId]);
    const first = this.people.firstResponsible(directory, fold.firstResponsibleId);
    const due = fold.clocks
      .flatMap(({ terms, state, due: at }) => (state === 'running' && at !== null && !insideClocks.includes(terms.clock) ? [at] : []))
      .sort((a, b) => b.getTime() - a.getTime())[0];
    return {
      称呼: known ? salutation(maskName(row.contactName ?? '')) : null, 单号: groupTicketNumber(ticketNumberOf(row.id)), 地址: known ? row.address : null,
      部门: directory.departments.get(row.departmentId ?? row.lastDepartmentId ?? 0)?.name ?? null, 期限: due ? formatDeadline(due) : null,
      首问责任人: `${first.name}（工号 ${first.staffNumber}）`, 厅电话: first.hallPhone,
    };
  }
}

const viewOf = ({ text, revision, updatedAt }: ReplyDraftRow): ReplyDraft => ({ text, revision, updatedAt: updatedAt.toISOString() });
