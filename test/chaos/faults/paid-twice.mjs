/** Fault 7: the counter and two phones pay one bill at the same moment; an order is paid while it is being closed, and after. One settles, the rest goes back or is kept. */
import { randomUUID } from 'node:crypto';
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

const ROUNDS = 6;

export async function paidTwice(arena) {
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  const [owner, relative] = ground.payers;
  // Both may pay the bills of one account.
  await arena.query('INSERT INTO account_binding (resident_id, account_id, live_key, bound_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))', [relative.id, owner.account, `${relative.id}:${owner.account}`]);
  const bills = [];
  let contests = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const chosen = ground.cashiers.map(() => ground.nextBill(owner.account));
    bills.push(...chosen);
    const start = (payer, bill, surplus) => load.persist({ method: 'POST', path: '/api/payments', token: payer.token, body: { billIds: [bill.id], totalFen: bill.fen, via: 'weapp', surplus } });
    const orders = await Promise.all(chosen.flatMap((bill) => [start(owner, bill, 'refund'), start(relative, bill, 'prepay')]));
    // The money leaves both phones while the cash is on the table.
    await Promise.all([
      ...orders.map(async (order, n) => order && (await pause(arena.chance.between(0, 60)), ground.pay(n % 2 === 0 ? owner : relative, order.clientParameters)).then((taken) => taken !== null && (load.paidByPhone += 1))),
      ...chosen.map((bill, n) => cash(load, ground.cashiers[n], bill)),
    ]);
    contests += chosen.length;
  }
  await moneyComesToAnEnd(arena, ground);
  const rows = await arena.query(`SELECT bill_id AS id, SUM(settled = 1) AS settled FROM payment_item WHERE bill_id IN (${bills.map(({ id }) => id).join(', ')}) GROUP BY bill_id`);
  const wrong = rows.find(({ settled }) => Number(settled) !== 1);
  return {
    broken: { A: wrong ? `账单 ${wrong.id} 被 ${wrong.settled} 笔缴费缴清` : null, I1: await ground.books(), I3: await load.kept() },
    met: `${contests} 张账单各有两部手机和一个窗口同时缴，手机付出 ${load.paidByPhone} 笔，窗口收下 ${load.taken.filter(({ acknowledged }) => acknowledged !== null).length} 笔`,
  };
}

async function cash(load, cashier, bill) {
  const intent = { prepayFen: ++load.sum, acknowledged: null };
  load.taken.push(intent);
  const totalFen = bill.fen + intent.prepayFen;
  const body = { accounts: [{ accountId: bill.account, bills: [{ billId: bill.id, payFen: bill.fen, seenFen: bill.fen }], prepayFen: intent.prepayFen }], totalFen, how: { method: 'cash', tenderedFen: totalFen }, servedMs: 1000 };
  const answer = await load.persist({ method: 'POST', path: '/api/staff/counter/payments', token: cashier.token, key: randomUUID(), body });
  if (answer) intent.acknowledged = answer.id;
}
