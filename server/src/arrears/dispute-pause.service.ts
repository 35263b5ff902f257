import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DateString, shanghaiDate } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { BillFollowers } from '../billing/index.js';
import { ArrearsCall } from './arrears.entity.js';
import { disputedAccounts } from './reminder-pass.service.js';

/**
 * Nobody is urged about a bill they dispute: the account leaves the call list as the dispute begins, with the reason on the call, and is on it again as the
 * last dispute ends, while it owes. All in the ticket's transaction.
 */
@Injectable()
export class DisputePauseService implements OnModuleInit {
  constructor(private readonly followers: BillFollowers) {}

  onModuleInit(): void {
    this.followers.followDisputes({ begun: (tx, accountIds, now) => this.pause(tx, accountIds, now), ended: (tx, accountIds, now) => this.resume(tx, accountIds, now) });
  }

  private async pause(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void> {
    for (const accountId of accountIds)
      await tx.createQueryBuilder().update(ArrearsCall).set({ state: 'withdrawn', endReason: 'dispute', openKey: null, endedAt: now, heldById: null, heldUntil: null, version: () => 'version + 1' })
        .where("accountId = :accountId AND state = 'open'", { accountId }).execute();
  }

  private async resume(tx: EntityManager, accountIds: readonly number[], now: Date): Promise<void> {
    const today = shanghaiDate(now);
    for (const accountId of accountIds) {
      const last = await tx.findOne(ArrearsCall, { where: { accountId }, order: { id: 'DESC' } });
      if (last?.endReason !== 'dispute') continue;
      // Locks the call: of two disputes that end at the same moment the second looks again when the first is committed. Neither would resume it otherwise.
      await tx.increment(ArrearsCall, { id: last.id }, 'version', 1);
      if ((await disputedAccounts(tx, [accountId])).length > 0 || !(await owesOverdue(tx, accountId, today))) continue;
      await tx.insert(ArrearsCall, { accountId, openKey: accountId, script: last.script, state: 'open', endReason: null, nextOn: today, attempts: 0, lastResult: last.lastResult, heldById: null, heldUntil: null, createdAt: now, endedAt: null, version: 1 });
    }
  }
}

async function owesOverdue(tx: EntityManager, accountId: number, today: DateString): Promise<boolean> {
  const rows: unknown[] = await tx.query("SELECT 1 FROM bill WHERE account_id = ? AND state = 'unpaid' AND due_on < ? LIMIT 1", [accountId, today]);
  return rows.length > 0;
}
