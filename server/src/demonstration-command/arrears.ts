import { addDays, type DateString } from '@shouwen/shared/value';
import type { DataSource, EntityManager } from 'typeorm';
import { Approval } from '../approval/index.js';
import { ArrearsCall, ArrearsCallRecord, ArrearsReminder, InstalmentPlan } from '../arrears/index.js';
import { Bill, lateFeeOfBill } from '../billing/index.js';
import { WaterAccount } from '../customer/index.js';
import { Transactions } from '../database/index.js';
import { Staff } from '../staff/index.js';

const SCRIPT = '您的水费已逾期一个月，请问什么时候方便缴纳？可在微信缴费，有困难可以申请分期。';
const CALLED = 9;

/** People of the director's hall first: one who pays in parts, one who asks to, the rest to be called, of whom one promised. Does nothing when somebody is on the list already. */
export async function seedArrears(dataSource: DataSource, today: DateString, now: Date): Promise<void> {
  await new Transactions(dataSource).run(async (tx) => {
    if (await tx.existsBy(ArrearsCall, {})) return;
    const clerk = await tx.findOneByOrFail(Staff, { staffNumber: '1001' });
    const director = await tx.findOneByOrFail(Staff, { staffNumber: '1007' });
    const [agent] = (await tx.findBy(Staff, { active: true })).filter(({ roles }) => roles.includes('hotline'));
    const owing: { accountId: number; dueOn: DateString; fen: number | string }[] = await tx.query(
      "SELECT b.account_id AS accountId, MIN(b.due_on) AS dueOn, SUM(b.total_fen + b.adjusted_fen - b.paid_fen) AS fen FROM bill b JOIN water_account a ON a.id = b.account_id WHERE b.state = 'unpaid' AND b.due_on < ? GROUP BY b.account_id ORDER BY CASE WHEN MIN(a.hall_id) = ? THEN 0 ELSE 1 END, b.account_id LIMIT ?",
      [addDays(today, -30), director.hallId, CALLED + 2],
    );
    const [kept, asked, ...called] = owing;
    for (const [i, { accountId, dueOn, fen }] of called.entries()) {
      const promised = i === called.length - 1 && agent !== undefined;
      await tx.insert(ArrearsReminder, { accountId, dueOn, days: 30, channel: 'call', owedFen: Number(fen), at: now });
      const { identifiers } = await tx.insert(ArrearsCall, {
        accountId, openKey: accountId, script: SCRIPT, state: 'open', nextOn: promised ? addDays(today, 5) : today, attempts: promised ? 1 : 0, lastResult: promised ? 'promised' : null, heldById: null, heldUntil: null,
        createdAt: now, endedAt: null, version: 1,
      });
      if (promised) await tx.insert(ArrearsCallRecord, { callId: (identifiers[0] as { id: number }).id, accountId, agentId: agent.id, result: 'promised', note: '发工资后在微信缴', callbackOn: addDays(today, 5), at: now });
    }
    if (kept) await plan(tx, kept.accountId, today, now, clerk.id, director.id);
    if (asked) await plan(tx, asked.accountId, today, now, clerk.id, null);
  });
}

async function plan(tx: EntityManager, accountId: number, today: DateString, now: Date, proposedById: number, decidedById: number | null): Promise<void> {
  const bills = await tx.find(Bill, { where: { accountId, state: 'unpaid' }, order: { dueOn: 'ASC', id: 'ASC' } });
  const { hallId } = await tx.findOneByOrFail(WaterAccount, { id: accountId });
  const principalFen = bills.reduce((sum, { totalFen, adjustedFen, paidFen }) => sum + totalFen + adjustedFen - paidFen, 0);
  const debtFen = principalFen + bills.reduce((sum, bill) => sum + lateFeeOfBill(bill, [], today).fee, 0);
  const part = Math.floor(debtFen / 3);
  const instalments = [part, part, debtFen - 2 * part].map((amountFen, i) => ({ dueOn: addDays(today, 30 * (i + 1)), amountFen }));
  const agreed = decidedById !== null;
  const reason = '家中有人住院，一次缴清有困难';
  const { identifiers } = await tx.insert(InstalmentPlan, {
    accountId, hallId, state: agreed ? 'active' : 'proposed', proposedKey: agreed ? null : accountId, activeKey: agreed ? accountId : null, billIds: bills.map(({ id }) => id), debtFen, principalFen,
    paidBeforeFen: bills.reduce((sum, { paidFen, lateFeePaidFen }) => sum + paidFen + lateFeePaidFen, 0), instalments, reason, proposedById, createdAt: now, decidedAt: agreed ? now : null,
  });
  await tx.insert(Approval, {
    kind: 'instalment-plan', subjectId: accountId, openKey: agreed ? null : `instalment-plan:${accountId}`, amountFen: debtFen, hallId, reason, detail: JSON.stringify({ planId: (identifiers[0] as { id: number }).id }),
    state: agreed ? 'approved' : 'open', requestedById: proposedById, requestedAt: now, decidedById, decidedAt: agreed ? now : null, decisionReason: agreed ? '情况属实' : null, version: 1,
  });
}
