/** Fault 2: the database killed under load and started again; the servers stay up and serve again by themselves. */
import { Load } from '../load.mjs';
import { pause } from '../pause.mjs';
import { dutiesComeToAnEnd } from './servers-killed.mjs';

const KILLS = 2;
const BACK_WITHIN_MS = 5000;

export async function databaseKilled(arena) {
  const { chance, database, kills } = arena;
  const load = new Load(arena);
  load.start(12);
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
  await dutiesComeToAnEnd(arena);
  return {
    broken: {
      I3: await load.kept(), I6: await arena.proof(), I7: await load.dutiesDone(),
      A: slowest <= BACK_WITHIN_MS ? null : `数据库回来 ${slowest} 毫秒后才能服务`,
    },
    met: `杀 ${KILLS} 次，确认 ${load.acknowledged()} 次写入，最慢 ${(slowest / 1000).toFixed(1)} 秒恢复`,
  };
}

/** Milliseconds until this server answers a real request again. */
export async function servingAgain(arena, server) {
  const since = Date.now();
  const call = { path: '/api/tickets?size=5', token: arena.town.residents[0].token };
  for (;;) {
    const reply = await arena.send(server, call).catch(() => null);
    if (reply?.status === 200 || Date.now() - since > 30_000) return Date.now() - since;
    await pause(50);
  }
}
