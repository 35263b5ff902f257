/** Fault 16: one intent sent several times with its key: the same body, another body, and while the first is still at work; to one server and to both. */
import { randomUUID } from 'node:crypto';
import { Load } from '../load.mjs';
import { pause } from '../pause.mjs';

const ROUNDS = 25;
const COPIES = 6;

export async function sameKey(arena) {
  const { town } = arena;
  const load = new Load(arena);
  const wrong = [];
  const resident = town.residents[0];
  const { number } = await load.file(resident);
  const path = `/api/tickets/${number}/notes`;
  const noteCall = (text, key) => ({ method: 'POST', path, token: resident.token, key, body: { text, attachmentIds: [] } });

  for (let round = 0; round < ROUNDS; round++) {
    const key = randomUUID();
    const call = noteCall(`第 ${round} 次`, key);
    load.intend('noted', number).acknowledged = true;
    const replies = await Promise.all(Array.from({ length: COPIES }, (_, n) => arena.send(n % 2, call)));
    const done = replies.filter(({ status }) => status === 200);
    if (done.length === 0) wrong.push('一个也没有办成');
    if (new Set(done.map(({ text }) => text)).size > 1) wrong.push('同一提交得到不同的回答');
    const strange = replies.find(({ status, text }) => status !== 200 && !(status === 409 && text.includes('REQUEST_IN_FLIGHT')));
    if (strange) wrong.push(`${strange.status} ${strange.text.slice(0, 80)}`);
    const replay = await arena.send(round % 2, call);
    if (replay.status !== 200 || replay.text !== done[0]?.text) wrong.push(`重放的回答不同：${replay.status}`);
    const other = await arena.send(round % 2, noteCall(`改了内容 ${round}`, key));
    if (other.status !== 422) wrong.push(`内容不同的同一键得到 ${other.status}`);
  }
  const inFlight = await whileAtWork(arena, load, number, noteCall);
  return {
    broken: { A: inFlight ?? wrong[0] ?? null, I3: await load.kept(), I6: await arena.proof() },
    met: `${ROUNDS} 个键，各 ${COPIES + 2} 次`,
  };
}

/** The ticket is held, so the first is still at work when the second comes to the same server: 409, not a second effect. */
async function whileAtWork(arena, load, number, noteCall) {
  const us = await arena.connect();
  try {
    await us.query('BEGIN');
    await us.query('SELECT * FROM ticket WHERE id = ? FOR UPDATE', [arena.idOf(number)]);
    const call = noteCall('等待中', randomUUID());
    load.intend('noted', number).acknowledged = true;
    const first = arena.send(0, call);
    await pause(300);
    const second = await arena.send(0, call);
    await us.query('ROLLBACK');
    const answered = await first;
    if (second.status !== 409 || !second.text.includes('REQUEST_IN_FLIGHT')) return `进行中的重复得到 ${second.status}`;
    return answered.status === 200 ? null : `第一次得到 ${answered.status}`;
  } finally {
    await us.end();
  }
}
