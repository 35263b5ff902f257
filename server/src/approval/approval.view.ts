import { Injectable } from '@nestjs/common';
import type { ApprovalItem } from '@shouwen/shared/contract/approval';
import { formatFen } from '@shouwen/shared/value';
import { approvalKindLabels, type ApprovalKind } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Hall, Staff, type StaffViewer } from '../staff/index.js';
import { type ApprovalHandler, type ApprovalRequest, type ApprovalWords, isInvolved, requestOf } from './approval-kind.js';
import type { Approval } from './approval.entity.js';
import { refuseToDecide, refuseToWithdraw } from './rules/one-asks-another-decides.js';

@Injectable()
export class ApprovalView {
  async items(manager: EntityManager, viewer: StaffViewer, rows: readonly Approval[], handlers: ReadonlyMap<ApprovalKind, ApprovalHandler>): Promise<ApprovalItem[]> {
    const staff = await rowsById(manager, Staff, rows.flatMap((row) => [row.requestedById, row.decidedById]));
    const halls = await rowsById(manager, Hall, rows.map((row) => row.hallId));
    const items: ApprovalItem[] = [];
    for (const row of rows) {
      const { id, kind, state, amountFen, reason, version } = row;
      const handler = handlers.get(kind);
      const request = requestOf(row);
      const words = (await handler?.describe?.(manager, request)) ?? plainWords(request);
      const requester = staff.get(row.requestedById);
      items.push({
        id, kind, state, amountFen, reason, version, subject: words.subject, effects: words.effects, address: words.address ?? null,
        hallName: halls.get(row.hallId ?? 0)?.name ?? null, requestedBy: { name: requester?.name ?? '', staffNumber: requester?.staffNumber ?? '' }, requestedAt: row.requestedAt.toISOString(),
        decision: row.decidedAt === null ? null : { by: staff.get(row.decidedById ?? 0)?.name ?? null, at: row.decidedAt.toISOString(), reason: row.decisionReason ?? '' },
        mayDecide: refuseToDecide(row, viewer, handler?.mayDecide(viewer, row) ?? false) === null && !(await isInvolved(manager, handler, row, viewer)), mayWithdraw: refuseToWithdraw(row, viewer) === null,
      });
    }
    return items;
  }
}

/** For a kind that says nothing more itself. */
function plainWords({ kind, subjectId, amountFen }: ApprovalRequest): ApprovalWords {
  return { subject: `${approvalKindLabels[kind]} 第 ${subjectId} 号`, effects: [`同意后：${approvalKindLabels[kind]} ${formatFen(amountFen)} 元`] };
}
