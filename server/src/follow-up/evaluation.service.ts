import { Injectable } from '@nestjs/common';
import { type BodyOf, pathOf, type QueryOf, type ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/follow-up';
import { addDays, startOfShanghaiDay } from '@shouwen/shared/value';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { rowsById, Transactions } from '../database/index.js';
import { Clock, Once, Refusal, SignedLinks } from '../http/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { CounterEvaluation } from './follow-up.entity.js';
import { ReviewService } from './review.service.js';

const OPEN_SECONDS = 15 * 60;

/** What the page needs: a badge and a service, nothing of the resident. */
export interface EvaluationSheet {
  state: 'open' | 'rated' | 'expired';
  hallName: string;
  staffName: string;
  staffNumber: string;
  service: string;
}

/** FU-2: the evaluator at the counter, on the tablet or on the resident's own phone. */
@Injectable()
export class EvaluationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly links: SignedLinks,
    private readonly clock: Clock,
    private readonly reviews: ReviewService,
  ) {}

  /** Refuses `FORBIDDEN` for someone who sits in no hall. */
  open(viewer: StaffViewer, { service }: BodyOf<typeof contract.openEvaluation>): Promise<ResponseOf<typeof contract.openEvaluation>> {
    const now = this.clock.now();
    const { hallId } = viewer;
    if (hallId === null) throw new Refusal('FORBIDDEN', { rule: 'FU-2', message: '只有营业厅窗口可以请居民评价' });
    return this.once.run(async (tx) => {
      const expiresAt = new Date(now.getTime() + OPEN_SECONDS * 1000);
      const { identifiers } = await tx.insert(CounterEvaluation, { staffId: viewer.id, hallId, service, openedAt: now, expiresAt, stars: null, ratedAt: null });
      const { id } = identifiers[0] as { id: number };
      return { id, url: this.links.sign(pathOf(contract.evaluatePage, { id }), now, OPEN_SECONDS), expiresAt: expiresAt.toISOString() };
    });
  }

  /** Of one's own only: whether the resident has rated, not how. */
  async stateOf(viewer: StaffViewer, id: number): Promise<ResponseOf<typeof contract.evaluationState>> {
    const row = await this.dataSource.manager.findOneBy(CounterEvaluation, { id, staffId: viewer.id });
    if (!row) throw new Refusal('NOT_FOUND');
    return { id, state: stateOf(row, this.clock.now()) };
  }

  /** Null for a link that was not made here. */
  async sheet(id: number, link: QueryOf<typeof contract.evaluatePage>): Promise<EvaluationSheet | null> {
    const { manager } = this.dataSource;
    const now = this.clock.now();
    const row = this.isSigned(id, link, now) ? await manager.findOneBy(CounterEvaluation, { id }) : null;
    if (!row) return null;
    const [staff, hall] = [await manager.findOneBy(Staff, { id: row.staffId }), await manager.findOneBy(Hall, { id: row.hallId })];
    return { state: stateOf(row, now), hallName: hall?.name ?? '', staffName: staff?.name ?? '', staffNumber: staff?.staffNumber ?? '', service: row.service };
  }

  /** Once. Returns whether it counted; false when it was rated before, or is too late. */
  async rate(id: number, link: QueryOf<typeof contract.evaluate>, stars: number): Promise<boolean> {
    const now = this.clock.now();
    if (!this.isSigned(id, link, now)) return false;
    return this.transactions.run(async (tx) => {
      const { affected } = await tx.update(CounterEvaluation, { id, stars: IsNull(), expiresAt: MoreThan(now) }, { stars, ratedAt: now });
      if (affected !== 1) return false;
      await this.reviews.openForEvaluation(tx, await tx.findOneByOrFail(CounterEvaluation, { id }), stars, now);
      return true;
    });
  }

  /** By person and service; a leader's own hall, the supervisor's and the company's every hall. */
  async figures(viewer: StaffViewer, { from, to, hallId }: QueryOf<typeof contract.evaluationFigures>): Promise<contract.EvaluationFigure[]> {
    const { manager } = this.dataSource;
    if (from > to) throw new Refusal('INVALID_INPUT', { message: '开始日期不能晚于结束日期', fields: [{ path: 'to', message: '不能早于开始日期' }] });
    const hall = viewer.roles.includes('supervisor') || viewer.roles.includes('company-leader') ? hallId : (viewer.hallId ?? 0);
    const select = manager.createQueryBuilder(CounterEvaluation, 'e').select('e.staffId', 'staffId').addSelect('e.service', 'service').addSelect('COUNT(*)', 'count').addSelect('SUM(e.stars)', 'stars')
      .addSelect('SUM(CASE WHEN e.stars <= 2 THEN 1 ELSE 0 END)', 'bad')
      .where('e.ratedAt >= :from AND e.ratedAt < :before', { from: startOfShanghaiDay(from), before: startOfShanghaiDay(addDays(to, 1)) }).groupBy('e.staffId').addGroupBy('e.service');
    if (hall !== undefined) select.andWhere('e.hallId = :hall', { hall });
    const rows = await select.getRawMany<Record<'staffId' | 'count' | 'stars' | 'bad', number | string> & { service: string }>();
    const people = await rowsById(manager, Staff, rows.map(({ staffId }) => Number(staffId)));
    return rows.map(({ staffId, service, count, stars, bad }) => ({
      staffId: Number(staffId), staffName: people.get(Number(staffId))?.name ?? '', staffNumber: people.get(Number(staffId))?.staffNumber ?? '', service,
      count: Number(count), averageHundredths: Math.round((Number(stars) * 100) / Number(count)), bad: Number(bad),
    })).sort((a, b) => a.staffNumber.localeCompare(b.staffNumber) || a.service.localeCompare(b.service));
  }

  private isSigned(id: number, { expires, signature }: QueryOf<typeof contract.evaluatePage>, now: Date): boolean {
    return this.links.isValid(pathOf(contract.evaluatePage, { id }), expires, signature, now);
  }
}

function stateOf({ stars, expiresAt }: CounterEvaluation, now: Date): EvaluationSheet['state'] {
  if (stars !== null) return 'rated';
  return now >= expiresAt ? 'expired' : 'open';
}
