/**
 * Fault 15: transactions that the database gives up. Deadlocks and lock time-outs are provoked with locks; a lost certification arrives as error 1213
 * in answer to COMMIT (lost-certification.mjs). Every request must be answered as if nothing had happened, its effect there once.
 */
import { Load } from '../load.mjs';
import { pause } from '../pause.mjs';

const DEADLOCKS = 8;
const TIMEOUTS = 3;
const PLAIN = 25;

export async function transactionsLost(arena) {
  const load = new Load(arena);
  const refused = [];
  // Nobody sends these again: whoever is refused stays refused.
  load.persist = async (call) => {
    const reply = await arena.send(arena.chance.between(0, 2), call);
    if (reply.status === 200) return JSON.parse(reply.text);
    refused.push(`${reply.status} ${reply.text.slice(0, 80)}`);
    return null;
  };
  const { residents, repairs } = arena.town;
  const clerkOf = ({ firstResponsible }) => arena.town.tokens.get(arena.town.numbers.get(firstResponsible.staffNumber));
  const filed = [];
  for (let n = 0; n < PLAIN; n++) {
    const ticket = await load.file(residents[n]);
    if (ticket) filed.push({ ...ticket, resident: residents[n] });
  }
  const transfer = (ticket) => load.act('transferred', ticket.number, clerkOf(ticket), 'transfer', { version: 1, departmentId: repairs, note: '' });

  const counter = async () => Number((await arena.query("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'"))[0]?.Value ?? 0);
  const before = await counter();
  for (const ticket of filed.slice(0, DEADLOCKS)) await throughADeadlock(arena, ticket, () => transfer(ticket));
  const deadlocks = (await counter()) - before;

  const waited = performance.now();
  await Promise.all(filed.slice(DEADLOCKS, DEADLOCKS + TIMEOUTS).map((ticket) => throughATimeout(arena, ticket, () => transfer(ticket))));
  const waitedMs = performance.now() - waited;

  const enough = filed.length < DEADLOCKS + TIMEOUTS || (deadlocks >= DEADLOCKS / 2 && waitedMs > 1000);
  return {
    broken: {
      A: refused.length > 0 ? `${refused.length} 个请求没有办成，例如 ${refused[0]}` : enough ? null : `只遇到 ${deadlocks} 次死锁`,
      I3: await load.kept(), I6: await arena.proof(),
    },
    met: `死锁 ${deadlocks} 次，等锁超时 ${TIMEOUTS} 次，每五次提交丢一次，${load.intents.length} 个请求`,
  };
}

/** The product holds the ticket and wants its clocks; we hold its clocks and want the ticket. Having changed more, we win. */
async function throughADeadlock(arena, { number }, act) {
  const id = arena.idOf(number);
  const us = await arena.connect();
  try {
    await us.query('BEGIN');
    await us.query(`INSERT INTO throttle_attempt (subject, at) VALUES ${Array.from({ length: 200 }, () => "('weight of a transaction', UTC_TIMESTAMP(3))").join(', ')}`);
    await us.query('SELECT * FROM ticket_clock WHERE ticket_id = ? FOR UPDATE', [id]);
    const acting = act();
    await pause(250);
    await us.query('UPDATE ticket SET updated_at = updated_at WHERE id = ?', [id]).catch(() => undefined);
    await us.query('ROLLBACK');
    await acting;
  } finally {
    await us.end();
  }
}

/** We hold the ticket for longer than anyone waits for a lock. */
async function throughATimeout(arena, { number }, act) {
  const us = await arena.connect();
  try {
    await us.query('BEGIN');
    await us.query('SELECT * FROM ticket WHERE id = ? FOR UPDATE', [arena.idOf(number)]);
    const acting = act();
    await pause(1600);
    await us.query('ROLLBACK');
    await acting;
  } finally {
    await us.end();
  }
}
