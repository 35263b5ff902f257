/** Fault 13: the disk is full while money comes in. Whoever is refused is told so, nothing acknowledged is lost, nothing is half done; with room again all goes on by itself. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

const FULL_MS = 4000;

export async function diskFull(arena) {
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  const refusals = [];
  const { send } = arena;
  arena.send = async (n, call) => {
    const reply = await send(n, call);
    if (reply.status >= 500) refusals.push(reply);
    return reply;
  };
  load.start();
  await pause(2500);
  const filler = join(arena.disk, 'filler');
  for (const until = Date.now() + FULL_MS; Date.now() < until; await pause(100)) fill(filler);
  const full = refusals.length;
  rmSync(filler);
  const before = load.acknowledged();
  await pause(5000);
  const after = load.acknowledged();
  await load.stop();
  await moneyComesToAnEnd(arena, ground);
  const unclear = refusals.find(({ text }) => !text.includes('"code"') || !text.includes('"message"'));
  const wrong = full === 0 ? '没有遇到磁盘已满' : unclear ? `回答不清楚：${unclear.status} ${unclear.text.slice(0, 100)}` : after === before ? '有空间以后没有恢复' : null;
  return { broken: { A: wrong, I1: await ground.books(), I3: await load.kept(), I7: await ground.dutiesDone() }, met: `拒绝 ${full} 次，确认 ${load.acknowledged()} 笔，其中恢复后 ${after - before} 笔` };
}

/** Until nothing more goes in, in ever smaller pieces; what the database gives back is taken, too. */
function fill(path) {
  const file = openSync(path, 'a');
  try {
    for (let size = 2 ** 20; size >= 2 ** 12; size /= 4)
      try {
        for (const piece = Buffer.alloc(size); ; ) if (writeSync(file, piece) < size) break;
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
  } finally {
    closeSync(file);
  }
}
