/** Fault 1, the ladder (ES-2): thirty tickets fall due at once, and both servers die in the middle of climbing, again and again. Every step fires once. */
import { pause } from '../pause.mjs';

const DEATHS = 2;
const PATIENCE_MS = 180_000;

export async function ladderKilled(arena) {
  const { chance, town } = arena;
  const chased = async () => Number((await arena.query("SELECT COUNT(*) AS n FROM ticket_event WHERE type = 'chased'"))[0].n);
  const waiting = async () => Number((await arena.query('SELECT COUNT(*) AS n FROM ticket_ladder WHERE next_step_at <= UTC_TIMESTAMP(3)'))[0].n);
  await arena.query('UPDATE ticket_ladder SET next_step_at = UTC_TIMESTAMP(3)');
  const until = Date.now() + PATIENCE_MS;
  let seen = await chased();
  for (let death = 0; death < DEATHS; death++) {
    const enough = seen + chance.between(3, Math.floor(town.tickets / DEATHS));
    while ((seen = await chased()) < enough && (await waiting()) > 0 && Date.now() < until) await pause(20);
    await Promise.all([arena.kill(0), arena.kill(1)]);
    // Whoever was killed keeps the sweep for a while: that while is made to pass.
    await arena.query('UPDATE job_lease SET until = UTC_TIMESTAMP(3)');
    await Promise.all([arena.restart(0), arena.restart(1)]);
  }
  while ((await waiting()) > 0 && Date.now() < until) await pause(200);
  return { broken: { I6: await arena.proof(), I7: await everyStepOnce(arena) }, met: `杀 ${2 * DEATHS} 次，${town.tickets} 张工单到期，催办 ${await chased()} 次` };
}

/** Null when each ticket was chased, and none twice for the same step. */
async function everyStepOnce(arena) {
  const rows = await arena.query("SELECT ticket_id AS id, payload FROM ticket_event WHERE type = 'chased'");
  const steps = new Map();
  for (const { id, payload } of rows) {
    const { clock, round, step } = JSON.parse(payload);
    const key = `${id} ${clock} ${round} ${step}`;
    steps.set(key, (steps.get(key) ?? 0) + 1);
  }
  const twice = [...steps].find(([, n]) => n > 1);
  if (twice) return `同一步催办了 ${twice[1]} 次：${twice[0]}`;
  const tickets = new Set(rows.map(({ id }) => id)).size;
  return tickets === arena.town.tickets ? null : `${arena.town.tickets} 张工单只催办了 ${tickets} 张`;
}
