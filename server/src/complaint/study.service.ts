import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/complaint-desk';
import { ticketNumberOf } from '@shouwen/shared/value';
import { DataSource, type EntityManager } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { mayReadInvestigation, TicketBooks, TicketSight, TicketText } from '../ticket/index.js';
import { StudyItemRow } from './complaint.entity.js';
import { oversees, seenTickets } from './complaint-sight.js';
import { partsOfConclusion } from './rules/lesson-of-conclusion.js';

/** CP-8: policy questions that investigations brought up: studied by the director, then told to the complainant. */
@Injectable()
export class StudyService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
    private readonly sight: TicketSight,
    private readonly books: TicketBooks,
  ) {}

  /** What waits longest first; finished ones latest first. */
  async list(viewer: StaffViewer, { state, cursor, size }: QueryOf<typeof contract.studyItems>): Promise<Page<contract.StudyItem>> {
    const { manager } = this.dataSource;
    const latestFirst = state === 'told';
    const select = manager.createQueryBuilder(StudyItemRow, 's').where('s.state = :state', { state }).orderBy('s.id', latestFirst ? 'DESC' : 'ASC').limit(size + 1);
    if (!oversees(viewer)) {
      if (viewer.hallId === null) return { items: [], next: null };
      select.andWhere('s.hallId = :hallId', { hallId: viewer.hallId });
    }
    if (cursor !== undefined) {
      if (!Number.isSafeInteger(Number(cursor))) throw new Refusal('INVALID_INPUT');
      select.andWhere(latestFirst ? 's.id < :cursor' : 's.id > :cursor', { cursor: Number(cursor) });
    }
    const rows = await select.getMany();
    const page = rows.slice(0, size);
    return { items: await this.views(manager, viewer, page), next: rows.length > size ? String(page.at(-1)?.id) : null };
  }

  /** Refuses `NOT_FOUND`, `FORBIDDEN` for whoever is no director, `STUDY_ACTION_NOT_ALLOWED` when it was studied already. */
  record(viewer: StaffViewer, id: number, { version, result }: BodyOf<typeof contract.recordStudy>): Promise<contract.StudyItem> {
    return this.change(viewer, id, version, 'open', (view, now) => {
      if (!view.mayStudy) throw new Refusal('FORBIDDEN', { rule: 'CP-8', message: '政策问题由大厅主任或公司领导研究' });
      return { state: 'studied', result, studiedById: viewer.id, studiedAt: now };
    });
  }

  /** The complainant is told what came of it, by whoever may know them (CP-6). */
  tell(viewer: StaffViewer, id: number, { version, told }: BodyOf<typeof contract.tellStudy>): Promise<contract.StudyItem> {
    return this.change(viewer, id, version, 'studied', (view, now) => {
      if (!view.mayTell) throw new Refusal('FORBIDDEN', { rule: 'CP-6', message: '研究结果由调查人或效能监察告知投诉人' });
      return { state: 'told', told, toldById: viewer.id, toldAt: now };
    });
  }

  private change(viewer: StaffViewer, id: number, version: number, from: StudyItemRow['state'], decide: (view: contract.StudyItem, now: Date) => Partial<StudyItemRow>): Promise<contract.StudyItem> {
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const view = await this.one(tx, viewer, id);
      if (view.state !== from) throw new Refusal('STUDY_ACTION_NOT_ALLOWED', { rule: 'CP-8' });
      const { affected } = await tx.update(StudyItemRow, { id, state: from, version }, { ...decide(view, now), version: version + 1 });
      if (affected !== 1) throw new Refusal('STUDY_ACTION_NOT_ALLOWED', { rule: 'CP-8' });
      return this.one(tx, viewer, id);
    });
  }

  private async one(manager: EntityManager, viewer: StaffViewer, id: number): Promise<contract.StudyItem> {
    const row = await manager.findOneBy(StudyItemRow, { id });
    const [view] = row ? await this.views(manager, viewer, [row]) : [];
    if (!view) throw new Refusal('NOT_FOUND');
    return view;
  }

  private async views(manager: EntityManager, viewer: StaffViewer, rows: readonly StudyItemRow[]): Promise<contract.StudyItem[]> {
    const seen = await seenTickets(manager, this.sight, viewer, rows.map(({ ticketId }) => ticketId));
    const facts = await this.sight.viewer(manager, viewer);
    const [halls, labels] = [await rowsById(manager, Hall, rows.map(({ hallId }) => hallId)), await this.books.categoryLabels(manager)];
    const people = await rowsById(manager, Staff, rows.flatMap(({ studiedById, toldById }) => [studiedById, toldById]));
    const words = rows.length === 0 ? [] : await manager.findBy(TicketText, rows.map(({ ticketId, sequence }) => ({ ticketId, sequence })));
    return rows.flatMap((row) => {
      const ticket = seen.get(row.ticketId);
      if (!ticket) return [];
      const investigates = mayReadInvestigation(facts, ticket.fold);
      const director = viewer.roles.includes('company-leader') || (viewer.roles.includes('hall-director') && viewer.hallId === row.hallId);
      const conclusion = words.find(({ ticketId, sequence }) => ticketId === row.ticketId && sequence === row.sequence)?.body ?? '';
      return [{
        id: row.id, number: ticketNumberOf(row.ticketId), title: ticket.mayKnowIdentity ? ticket.row.title : '', categoryLabel: labels.get(ticket.row.category) ?? ticket.row.category,
        hallName: halls.get(row.hallId)?.name ?? '', openedAt: row.openedAt.toISOString(), state: row.state,
        // The director must know what to study; of a confidential complaint the supervisor tells them.
        question: investigates || (director && !ticket.fold.confidential) ? partsOfConclusion(conclusion).finding : null,
        result: row.result, studiedBy: people.get(row.studiedById ?? 0)?.name ?? null, studiedAt: row.studiedAt?.toISOString() ?? null,
        told: investigates ? row.told : null, toldBy: people.get(row.toldById ?? 0)?.name ?? null, toldAt: row.toldAt?.toISOString() ?? null,
        mayStudy: row.state === 'open' && director, mayTell: row.state === 'studied' && investigates, version: row.version,
      }];
    });
  }
}
