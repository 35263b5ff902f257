import { Injectable } from '@nestjs/common';
import type { Page, QueryOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/report';
import { addDays, startOfShanghaiDay } from '@shouwen/shared/value';
import { approvalKindLabels, type ApprovalKind, type ExceptionKind, exceptionKindLabels } from '@shouwen/shared/vocabulary';
import { Brackets, DataSource, type EntityManager, In } from 'typeorm';
import { Approval } from '../approval/index.js';
import { rowsById } from '../database/index.js';
import { Refusal } from '../http/index.js';
import { Payment, PaymentRefund } from '../payment/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { hallOfFigures } from './report-scope.js';

type Query = QueryOf<typeof contract.exceptions>;
/** The approvals behind each list: money is put right by approval only. Refunds also go back by themselves. */
const kindsOf: Record<Exclude<ExceptionKind, 'refund'>, ApprovalKind[]> = { void: ['void-payment'], adjustment: ['adjust-bill', 'waive-late-fee', 'reverse-bill'] };

/** Voids, refunds and adjustments of a period, with who asked, who decided and why. */
@Injectable()
export class ExceptionService {
  constructor(private readonly dataSource: DataSource) {}

  /** Refuses `FORBIDDEN`, `INVALID_INPUT`. */
  async list(viewer: StaffViewer, query: Query): Promise<Page<contract.ExceptionItem>> {
    const hallId = hallOfFigures(viewer, query.hallId);
    if (query.from > query.to) throw new Refusal('INVALID_INPUT', { message: '开始日期不能晚于结束日期', fields: [{ path: 'to', message: '不能早于开始日期' }] });
    const { manager } = this.dataSource;
    return query.kind === 'refund' ? refunds(manager, query, hallId) : decided(manager, query.kind, query, hallId);
  }
}

async function decided(manager: EntityManager, kind: Exclude<ExceptionKind, 'refund'>, query: Query, hallId: number | null): Promise<Page<contract.ExceptionItem>> {
  const { from, until, at, id } = placesOf(query);
  const select = manager.createQueryBuilder(Approval, 'a').where("a.kind IN (:...kinds) AND a.state = 'approved' AND a.decidedAt >= :from AND a.decidedAt < :until", { kinds: kindsOf[kind], from, until });
  if (hallId !== null) select.andWhere('a.hallId = :hallId', { hallId });
  if (at !== null) select.andWhere(new Brackets((where) => where.where('a.decidedAt < :at').orWhere('a.decidedAt = :at AND a.id < :id')), { at, id });
  const rows = await select.orderBy('a.decidedAt', 'DESC').addOrderBy('a.id', 'DESC').limit(query.size + 1).getMany();
  const page = rows.slice(0, query.size);
  const payments = await rowsById(manager, Payment, kind === 'void' ? page.map(({ subjectId }) => subjectId) : []);
  const { staff, halls } = await namesOf(manager, page);
  const last = page.at(-1);
  return {
    items: page.map((row) => {
      const payment = payments.get(row.subjectId);
      return {
        kind, label: kind === 'void' ? exceptionKindLabels.void : approvalKindLabels[row.kind], at: (row.decidedAt ?? row.requestedAt).toISOString(), amountFen: row.amountFen, method: payment?.method ?? null,
        number: payment?.receiptNumber ?? `审批 ${row.id}`, hallName: halls.get(row.hallId ?? 0)?.name ?? null, requestedBy: staff.get(row.requestedById)?.name ?? null,
        decidedBy: staff.get(row.decidedById ?? 0)?.name ?? null, reason: row.reason,
      };
    }),
    next: rows.length > query.size && last?.decidedAt ? `${last.decidedAt.getTime()}.${last.id}` : null,
  };
}

/** By the day on which the money was given back. */
async function refunds(manager: EntityManager, query: Query, hallId: number | null): Promise<Page<contract.ExceptionItem>> {
  const { from, until, at, id } = placesOf(query);
  const select = manager.createQueryBuilder(PaymentRefund, 'r').where('r.finishedAt >= :from AND r.finishedAt < :until', { from, until });
  if (hallId !== null) select.andWhere('r.hallId = :hallId', { hallId });
  if (at !== null) select.andWhere(new Brackets((where) => where.where('r.finishedAt < :at').orWhere('r.finishedAt = :at AND r.id < :id')), { at, id });
  const rows = await select.orderBy('r.finishedAt', 'DESC').addOrderBy('r.id', 'DESC').limit(query.size + 1).getMany();
  const page = rows.slice(0, query.size);
  const asked = page.length === 0 ? [] : await manager.find(Approval, { where: { kind: 'refund-payment', state: 'approved', subjectId: In(page.map(({ paymentId }) => paymentId)) }, order: { id: 'ASC' } });
  // A payment may be given back in parts, each by a decision of its own, at the moment the refund was begun.
  const deciderOf = ({ paymentId, createdAt }: PaymentRefund) => asked.find(({ subjectId, decidedAt }) => subjectId === paymentId && decidedAt?.getTime() === createdAt.getTime())?.decidedById ?? 0;
  const payments = await rowsById(manager, Payment, page.map(({ paymentId }) => paymentId));
  const staff = await rowsById(manager, Staff, [...page.map(({ requestedById }) => requestedById), ...asked.map(({ decidedById }) => decidedById)]);
  const halls = await rowsById(manager, Hall, page.map((row) => row.hallId));
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      kind: 'refund' as const, label: exceptionKindLabels.refund, at: (row.finishedAt ?? row.createdAt).toISOString(), amountFen: row.amountFen, method: payments.get(row.paymentId)?.method ?? null, number: row.outRefundNo,
      hallName: halls.get(row.hallId ?? 0)?.name ?? null, requestedBy: staff.get(row.requestedById ?? 0)?.name ?? null,
      // What goes back because somebody else had paid goes by itself.
      decidedBy: row.requestedById === null ? null : (staff.get(deciderOf(row))?.name ?? null), reason: row.reason,
    })),
    next: rows.length > query.size && last?.finishedAt ? `${last.finishedAt.getTime()}.${last.id}` : null,
  };
}

function placesOf({ from, to, cursor }: Query): { from: Date; until: Date; at: Date | null; id: number } {
  const [at, id] = cursor === undefined ? [null, 0] : cursor.split('.').map(Number);
  if (cursor !== undefined && !/^\d{1,15}\.\d{1,10}$/.test(cursor)) throw new Refusal('INVALID_INPUT');
  return { from: startOfShanghaiDay(from), until: startOfShanghaiDay(addDays(to, 1)), at: at === null ? null : new Date(at!), id: id! };
}

async function namesOf(manager: EntityManager, rows: readonly Approval[]): Promise<{ staff: Map<number, Staff>; halls: Map<number, Hall> }> {
  return { staff: await rowsById(manager, Staff, rows.flatMap((row) => [row.requestedById, row.decidedById])), halls: await rowsById(manager, Hall, rows.map((row) => row.hallId)) };
}
