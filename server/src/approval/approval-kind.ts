import type { ApprovalKind, ApprovalState } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import type { Approval } from './approval.entity.js';
import type { Decider } from './rules/one-asks-another-decides.js';

/** What is asked for. */
export interface ApprovalWanted {
  kind: ApprovalKind;
  /** Of the kind: a payment, a bill, an account, a drawer. */
  subjectId: number;
  /** Fen; below zero for what is taken off. */
  amountFen: number;
  hallId: number | null;
  reason: string;
  /** Plain JSON: what `apply` needs. */
  detail: Record<string, unknown>;
}
export interface ApprovalRequest extends ApprovalWanted {
  id: number;
  state: ApprovalState;
  requestedById: number;
  requestedAt: Date;
}
/** What the person who decides reads. Nobody's personal data (PR-1). */
export interface ApprovalWords {
  /** `账单 2026年10月 户号 ******3456` */
  subject: string;
  /** Exactly what happens on a yes, sentence by sentence. */
  effects: string[];
  /** Path in the console where it is to be seen. */
  address?: string | null;
}
/** How one kind is decided and carried out; handed in by the capability that owns the subject. */
export interface ApprovalHandler {
  /** Whether this person decides requests of this kind; that it is never who asked is seen to. `holds(roles, viewer, request)` says it for roles. */
  mayDecide(viewer: Decider, request: Pick<ApprovalRequest, 'hallId' | 'amountFen' | 'requestedById'>): boolean;
  /**
   * Carries it out in the transaction of the decision. A `Refusal` says that it can no longer be done as asked: nothing is changed, the request
   * expires and both sides are told why.
   */
  apply(tx: EntityManager, request: ApprovalRequest, decider: Decider, now: Date): Promise<void>;
  /** Who had the matter in hand themselves: they do not decide it, whatever their role and whoever asked for them. */
  involved?(manager: EntityManager, request: ApprovalRequest): Promise<readonly (number | null)[]>;
  /** It will not be done: refused, withdrawn or expired (`request.state`). */
  refused?(tx: EntityManager, request: ApprovalRequest, now: Date): Promise<void>;
  describe?(manager: EntityManager, request: ApprovalRequest): Promise<ApprovalWords>;
}

export function requestOf(row: Approval): ApprovalRequest {
  const { id, kind, subjectId, amountFen, hallId, reason, state, requestedById, requestedAt } = row;
  return { id, kind, subjectId, amountFen, hallId, reason, state, requestedById, requestedAt, detail: JSON.parse(row.detail) as Record<string, unknown> };
}

export async function isInvolved(manager: EntityManager, handler: ApprovalHandler | undefined, row: Approval, viewer: Pick<Decider, 'id'>): Promise<boolean> {
  return ((await handler?.involved?.(manager, requestOf(row))) ?? []).includes(viewer.id);
}
