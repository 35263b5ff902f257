/** Fault 4: messages that are not WeChat's, or not about our orders: refused with 4xx, and no row changed. */
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

const FORGERIES = ['notify-probe', 'forge-key', 'forge-body', 'forge-tag', 'forge-mchid', 'forge-appid', 'forge-amount', 'forge-timestamp'];
const TABLES = ['payment_notification', 'journal_entry', 'journal_line', 'payment_refund', 'receipt', 'notice'];

export async function notificationsForged(arena) {
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  const { notifications } = ground.sandbox.parts;
  const state = async () => {
    const counts = await Promise.all(TABLES.map(async (table) => `${table} ${(await arena.query(`SELECT COUNT(*) AS n FROM ${table}`))[0].n}`));
    const [{ paid }] = await arena.query("SELECT COUNT(*) AS paid FROM payment WHERE state <> 'unpaid'");
    return `${counts.join(' ')} paid ${paid}`;
  };
  let wrong = null;
  let seen = 0;
  for (const [n, kind] of FORGERIES.entries()) {
    // What comes in the open: the genuine message stays away meanwhile.
    ground.fault({ kind });
    const before = await state();
    await load.phone(ground.payers[n]);
    for (let waited = 0; waited < 20 && attemptsOf(notifications).length === seen; waited++) await pause(100);
    const forged = attemptsOf(notifications).slice(seen);
    const accepted = forged.find(({ status }) => status === undefined || status < 400 || status >= 500);
    const after = await state();
    if (forged.length === 0) wrong ??= `${kind} 没有发出`;
    if (accepted) wrong ??= `${kind} 得到 ${accepted.status}`;
    if (after !== before) wrong ??= `${kind} 改变了数据：${before} → ${after}`;
    ground.noFaults();
    await pause(600);
    seen = attemptsOf(notifications).length;
  }
  await moneyComesToAnEnd(arena, ground);
  return { broken: { A: wrong, I1: await ground.books(), I3: await load.kept() }, met: `${FORGERIES.length} 种伪造` };
}

const attemptsOf = (notifications) => notifications.list().flatMap((one) => one.attempts);
