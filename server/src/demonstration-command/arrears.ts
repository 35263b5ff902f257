import { addDays, type DateString } from '@shouwen/shared/value';
import type { DataSource, EntityManager } from 'typeorm';
import { Approval } from '../approval/index.js';
import { ArrearsCall, ArrearsCallRecord, ArrearsReminder, InstalmentPlan } from '../arrears/index.js';
import { Bill } from '../billing/index.js';
import { WaterAccount } from '../customer/index.js';
import { Transactions } from '../database/index.js';
import { Staff } from '../staff/index.js';

const SCRIPT = '您的水费已逾期一个月，请问什么时候方便缴纳？可在微信缴费，有困难可以申请分期。';
const CALLED = 9;

/** People to be called, one who promised, one who pays in parts and one who asks to. Does nothing when somebody is on the list already. */
export async function seedArrears(dataSource: DataSource, today: DateString, now: Date): Promise<void> {
  await new Transactions(dataSource).run(async (tx) => {
    if (await tx.existsBy(ArrearsCall, {})) return;
    const owing: { accountId: number; dueOn: DateString; fen: number | string }[] = await tx.query(
      "SELECT account_id AS accountId, MIN(due_on) AS dueOn, SUM(total_fen + adjusted_fen - paid_fen) AS fen FROM bill WHERE state = 'unpaid' AND due_on < ? GROUP BY account_id ORDER BY account_id LIMIT ?",
      [addDays(today, -30), CALLED + 2],
    );
    const clerk = await tx.findOneByOrFail(Staff, { staffNumber: '1001' });
    const director = await tx.findOneByOrFail(Staff, { staffNumber: '1007' });
    const [agent] = (await tx.findBy(Staff, { active: true })).filter(({ roles }) => roles.includes('hotline'));
    for (const [i, { accountId, dueOn, fen }] of owing.slice(0, CALLED).entries()) {
      const promised = i === CALLED - 1 && agent !== undefined;
      await tx.insert(ArrearsReminder, { accountId, dueOn, days: 30, channel: 'call', owedFen: Number(fen), at: now });
      const { identifiers } = await tx.insert(ArrearsCall, {
        accountId, openKey: accountId, script: SCRIPT, state: 'open', nextOn: promised ? addDays(today, 5) : today, attempts: promised ? 1 : 0, lastResult: promised ? 'promised' : null, heldById: null, heldUntil: null,
        createdAt: now, endedAt: null, version: 1,
      });
      if (promised) await tx.insert(ArrearsCallRecord, { callId: (identifiers[0] as { id: number }).id, accountId, agentId: agent.id, result: 'promised', note: '发工资后在微信缴', callbackOn: addDays(today, 5), at: now });
    }
    const [kept, asked] = owing.slice(CALLED);
    if (kept) await plan(tx, kept.accountId, today, now, clerk.id, director.id);
    if (asked) await plan(tx, asked.accountId, today, now, clerk.id, null);
  });
}

async function plan(tx: EntityManager, accountId: number, today: DateString, now: Date, proposedById: number, decidedById: number | null): Promise<void> {
  const bills = await tx.find(Bill, { where: { accountId, state: 'unpaid' }, order: { dueOn: 'ASC', id: 'ASC' } });
  const { hallId } = await tx.findOneByOrFail(WaterAccount, { id: accountId });
  const debtFen = bills.reduce((sum, { totalFen, adjustedFen, paidFen }) => sum + totalFen + adjustedFen - paidFen, 0);
  const part = Math.floor(debtFen / 3);
  const instalments = [part, part, debtFen - 2 * part].map((amountFen, i) => ({ dueOn: addDays(today, 30 * (i + 1)), amountFen }));
  const agreed = decidedById !== null;
  const reason = '家中有人住院，一次缴清有困难';
  const { identifiers } = await tx.insert(InstalmentPlan, {
    accountId, hallId, state: agreed ? 'active' : 'proposed', proposedKey: agreed ? null : accountId, activeKey: agreed ? accountId : null, billIds: bills.map(({ id }) => id), debtFen, principalFen: debtFen,
    paidBeforeFen: bills.reduce((sum, { paidFen, lateFeePaidFen }) => sum + paidFen + lateFeePaidFen, 0), instalments, reason, proposedById, createdAt: now, decidedAt: agreed ? now : null,
  });
  await tx.insert(Approval, {
    kind: 'instalment-plan', subjectId: accountId, openKey: agreed ? null : `instalment-plan:${accountId}`, amountFen: debtFen, hallId, reason, detail: JSON.stringify({ planId: (identifiers[0] as { id: number }).id }),
    state: agreed ? 'approved' : 'open', requestedById: proposedById, requestedAt: now, decidedById, decidedAt: agreed ? now : null, decisionReason: agreed ? '情况属实' : null, version: 1,
  });
}
