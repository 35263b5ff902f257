/** Fault 1: two servers at work, one or the other killed every second or so. */
import { Load } from '../load.mjs';
import { pause } from '../pause.mjs';

const WORK_MS = 14_000;

export async function serversKilled(arena) {
  const { chance, kills } = arena;
  const load = new Load(arena);
  load.start(10);
  const until = Date.now() + WORK_MS;
  await Promise.all(
    [0, 1].map(async (n) => {
      await pause(n * 500);
      while (Date.now() < until) {
        await pause(chance.between(400, 1800));
        await arena.kill(n);
        await arena.restart(n);
      }
    }),
  );
  await load.stop();
  await dutiesComeToAnEnd(arena);
  return {
    broken: { I3: await load.kept(), I6: await arena.proof(), I7: await load.dutiesDone() },
    met: `杀 ${kills.length / 2} 次，确认 ${load.acknowledged()} 次写入，发出 ${arena.wechat.messages.length} 条消息`,
  };
}

/** Whoever was killed holds its duties for a minute: that minute is made to pass while nobody works. */
export async function dutiesComeToAnEnd(arena) {
  await Promise.all([arena.kill(0), arena.kill(1)]);
  await arena.query('UPDATE outbox SET next_attempt_at = UTC_TIMESTAMP(3) WHERE done_at IS NULL');
  await Promise.all([arena.restart(0), arena.restart(1)]);
  for (const until = Date.now() + 20_000; Date.now() < until; await pause(200)) {
    const [{ n }] = await arena.query('SELECT COUNT(*) AS n FROM outbox WHERE done_at IS NULL');
    if (Number(n) === 0) return;
  }
}
