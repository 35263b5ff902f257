/** Fault 1, money: two servers at work on orders, notifications, refunds and cash, one or the other killed every second or so. */
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

const WORK_MS = 16_000;

export async function moneyServersKilled(arena) {
  const { chance, kills } = arena;
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  load.start();
  const until = Date.now() + WORK_MS;
  await Promise.all(
    [0, 1].map(async (n) => {
      await pause(n * 500);
      while (Date.now() < until) {
        await pause(chance.between(500, 1800));
        await arena.kill(n);
        await arena.restart(n);
      }
    }),
  );
  await load.stop();
  const killed = kills.length / 2;
  await moneyComesToAnEnd(arena, ground);
  return {
    broken: { I1: await ground.books(), I3: await load.kept(), I7: await ground.dutiesDone() },
    met: `杀 ${killed} 次，确认 ${load.acknowledged()} 笔：手机 ${load.paidByPhone}，窗口 ${load.taken.length}，退款 ${load.given.length}`,
  };
}
