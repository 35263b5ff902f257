/** Fault 2, money: the database killed while money comes in, and started again; the servers stay up and serve again by themselves. */
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';
import { servingAgain } from './database-killed.mjs';

const KILLS = 2;
const BACK_WITHIN_MS = 5000;

export async function moneyDatabaseKilled(arena) {
  const { chance, database, kills } = arena;
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  load.start();
  let slowest = 0;
  for (let n = 0; n < KILLS; n++) {
    await pause(chance.between(2500, 4500));
    kills.push(Date.now());
    await database.kill();
    kills.push(Date.now());
    await pause(chance.between(200, 1200));
    await database.restart();
    await arena.databaseIsBack();
    slowest = Math.max(slowest, ...(await Promise.all([0, 1].map((server) => servingAgain(arena, server)))));
  }
  await pause(1500);
  await load.stop();
  await moneyComesToAnEnd(arena, ground);
  return {
    broken: { I1: await ground.books(), I3: await load.kept(), A: slowest <= BACK_WITHIN_MS ? null : `数据库回来 ${slowest} 毫秒后才能服务` },
    met: `杀 ${KILLS} 次，确认 ${load.acknowledged()} 笔，最慢 ${(slowest / 1000).toFixed(1)} 秒恢复`,
  };
}
