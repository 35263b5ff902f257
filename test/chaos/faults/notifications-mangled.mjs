/** Fault 3: notifications doubled, out of order, replayed, and hours late. Each is applied once, and answered within five seconds. */
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

const ROUNDS = 4;
const ANSWERED_WITHIN_MS = 5000;

export async function notificationsMangled(arena) {
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  const { notifications } = ground.sandbox.parts;
  for (let round = 0; round < ROUNDS; round++) {
    for (const fault of [{ kind: 'notify-duplicate' }, { kind: 'notify-replay' }, { kind: 'notify-reorder', count: 4, ms: 1500 }, { kind: 'notify-delay', count: 4, ms: 800 }]) ground.fault(fault);
    await Promise.all(ground.payers.map((payer) => load.phone(payer)));
    await pause(1500);
  }
  ground.noFaults();
  await pause(1500);
  // Long after everything is done every message comes once more.
  await Promise.all(notifications.list().map((one) => notifications.resend(one)));
  await moneyComesToAnEnd(arena, ground);
  const attempts = notifications.list().flatMap((one) => one.attempts).filter(({ status }) => status !== undefined);
  const slow = attempts.find(({ durationMs }) => durationMs > ANSWERED_WITHIN_MS);
  const refused = attempts.find(({ expected, status }) => expected === 'accept' && status >= 300 && status < 500);
  return {
    broken: { A: slow ? `有通知 ${slow.durationMs} 毫秒才应答` : refused ? `真通知得到 ${refused.status}` : null, I1: await ground.books(), I3: await load.kept() },
    met: `${load.paidByPhone} 笔缴费，${attempts.length} 次通知`,
  };
}
