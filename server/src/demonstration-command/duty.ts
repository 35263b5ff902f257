import { addDays, shanghaiDate, startOfShanghaiDay, weekday } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { Leave, LeaveStep, PresenceEvent, WorkingHours } from '../duty/index.js';
import { PostRelief, Staff } from '../staff/index.js';
import { Chance } from './random.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const week = [1, 2, 3, 4, 5];
const spans = [{ from: '08:30', to: '12:00' }, { from: '13:30', to: '17:30' }];
/** How many of their days each comes late, of a hundred. */
const lateness: readonly [string, number][] = [['1001', 0], ['1002', 30], ['1003', 8], ['1004', 0], ['1005', 0]];

/**
 * AB-1 to AB-5 to look at from the first minute: one crew member on leave whose B stands in, one leave that waits for the hall manager, one for
 * the director, and a month of signing in and out.
 */
export async function seedDuty(tx: EntityManager, staffId: (number: string) => number, halls: readonly number[], now: Date): Promise<void> {
  const today = shanghaiDate(now);
  const since = addDays(today, -45);
  const scopes = [{ scope: 'all', hallId: null, days: 'none' as const }, ...halls.map((hallId) => ({ scope: `hall:${hallId}`, hallId, days: 'hall' as const }))];
  await tx.insert(WorkingHours, scopes.map((scope) => ({ ...scope, departmentId: null, staffId: null, since, weekdays: scope.days === 'none' ? [] : week, spans: scope.days === 'none' ? [] : spans })));
  const chance = new Chance(20101122);
  for (const [number, late] of lateness) {
    for (let date = since; date < today; date = addDays(date, 1)) {
      if (weekday(date) > 5) continue;
      const start = startOfShanghaiDay(date).getTime();
      const signIn = start + (chance.between(1, 100) <= late ? 8.5 * HOUR + chance.between(1, 20) * MINUTE : 8 * HOUR + chance.between(5, 20) * MINUTE);
      const signOut = start + 17.5 * HOUR + chance.between(0, 15) * MINUTE;
      for (const [state, at] of [['present', signIn], ['off', signOut]] as const) await tx.insert(PresenceEvent, { staffId: staffId(number), state, at: new Date(at), bySystem: false });
    }
  }
  await leave(tx, staffId, today, { who: '3003', relief: '3001', leader: '3010', director: '1007', from: 0, days: 5, kind: 'annual', reason: '回老家看望父母', state: 'in-effect' });
  await leave(tx, staffId, today, { who: '1002', relief: '1001', leader: null, director: null, from: 7, days: 2, kind: 'personal', reason: '孩子家长会', state: 'requested' });
  await leave(tx, staffId, today, { who: '4002', relief: '4001', leader: '4010', director: null, from: 10, days: 3, kind: 'training', reason: '参加省里的收费业务培训', state: 'handed-over' });
}

interface Plan {
  who: string;
  relief: string;
  leader: string | null;
  director: string | null;
  /** Days from today, and how many. */
  from: number;
  days: number;
  kind: Leave['kind'];
  reason: string;
  state: Leave['state'];
}

async function leave(tx: EntityManager, staffId: (number: string) => number, today: string, plan: Plan): Promise<void> {
  const fromAt = startOfShanghaiDay(addDays(today, plan.from));
  const untilAt = startOfShanghaiDay(addDays(today, plan.from + plan.days));
  const before = (hours: number) => new Date(startOfShanghaiDay(today).getTime() - hours * HOUR);
  const [absent, relief] = [staffId(plan.who), staffId(plan.relief)];
  const signed = plan.leader !== null;
  const { hallId, departmentId } = await tx.findOneByOrFail(Staff, { id: absent });
  const { identifiers } = await tx.insert(Leave, {
    staffId: absent, reliefId: relief, hallId, departmentId, kind: plan.kind, fromAt, untilAt, reason: plan.reason, handoverNote: '在办事项见单，资料在共用文件夹', state: plan.state,
    leaderId: plan.leader === null ? null : staffId(plan.leader), absentSignedAt: signed ? before(13) : null, reliefSignedAt: signed ? before(10) : null, approvedAt: plan.director === null ? null : before(8),
    endedAt: null, requestedAt: before(15), version: 1,
  });
  const leaveId = (identifiers[0] as { id: number }).id;
  const steps: [LeaveStep['action'], number | null, number][] = [['request', absent, 15]];
  if (plan.leader !== null) steps.push(['sign', staffId(plan.leader), 14], ['sign-slip', absent, 13], ['sign-slip', relief, 10]);
  if (plan.director !== null) steps.push(['approve', staffId(plan.director), 8], ['start', null, 0]);
  for (const [action, by, hours] of steps) await tx.insert(LeaveStep, { leaveId, action, staffId: by, at: before(hours), note: '' });
  if (plan.state === 'in-effect') await tx.insert(PostRelief, { absentId: absent, reliefId: relief, leaveId, startedAt: fromAt, endedAt: null });
}
