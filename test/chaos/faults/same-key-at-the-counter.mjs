/** Fault 16, money: one payment at the counter sent several times with its key: the same body, another body, while the first is still at work; to one server and to both. */
import { randomUUID } from 'node:crypto';
import { MoneyGround } from '../money-ground.mjs';
import { MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

const ROUNDS = 15;
const COPIES = 6;

export async function sameKeyAtTheCounter(arena) {
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  const [cashier] = ground.cashiers;
  const wrong = [];
  /** Money in advance: no bill stands behind it that could be paid only once. */
  const callOf = (fen, key) => ({
    method: 'POST', path: '/api/staff/counter/payments', token: cashier.token, key, body: { accounts: [{ accountId: ground.spare, bills: [], prepayFen: fen }], totalFen: fen, how: { method: 'cash', tenderedFen: fen }, servedMs: 1000 },
  });
  const next = () => {
    const intent = { prepayFen: ++load.sum + 1000, acknowledged: null };
    load.taken.push(intent);
    return intent;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const intent = next();
    const call = callOf(intent.prepayFen, randomUUID());
    const replies = await Promise.all(Array.from({ length: COPIES }, (_, n) => arena.send(n % 2, call)));
    const done = replies.filter(({ status }) => status === 200);
    if (done.length === 0) wrong.push('一个也没有办成');
    else intent.acknowledged = JSON.parse(done[0].text).id;
    if (new Set(done.map(({ text }) => text)).size > 1) wrong.push('同一提交得到不同的回答');
    const strange = replies.find(({ status, text }) => status !== 200 && !(status === 409 && text.includes('REQUEST_IN_FLIGHT')));
    if (strange) wrong.push(`${strange.status} ${strange.text.slice(0, 80)}`);
    const replay = await arena.send(round % 2, call);
    if (replay.status !== 200 || replay.text !== done[0]?.text) wrong.push(`重放的回答不同：${replay.status}`);
    const other = await arena.send(round % 2, callOf(intent.prepayFen + 500_000, call.key));
    if (other.status !== 422) wrong.push(`内容不同的同一键得到 ${other.status}`);
  }
  const inFlight = await whileAtWork(arena, cashier, callOf(next().prepayFen, randomUUID()), load.taken.at(-1));
  return { broken: { A: inFlight ?? wrong[0] ?? null, I1: await ground.books(), I3: await load.kept() }, met: `${ROUNDS} 个键，各 ${COPIES + 2} 次` };
}

/** The shift is held, so the first is still at work when the second comes to the same server: 409, not a second effect. */
async function whileAtWork(arena, cashier, call, intent) {
  const us = await arena.connect();
  try {
    await us.query('BEGIN');
    await us.query('SELECT * FROM cash_shift WHERE id = ? FOR UPDATE', [cashier.shift]);
    const first = arena.send(0, call);
    await pause(300);
    const second = await arena.send(0, call);
    await us.query('ROLLBACK');
    const answered = await first;
    if (answered.status === 200) intent.acknowledged = JSON.parse(answered.text).id;
    if (second.status !== 409 || !second.text.includes('REQUEST_IN_FLIGHT')) return `进行中的重复得到 ${second.status}`;
    return answered.status === 200 ? null : `第一次得到 ${answered.status}`;
  } finally {
    await us.end();
  }
}
