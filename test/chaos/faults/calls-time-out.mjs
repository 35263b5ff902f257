/** Fault 6: orders and refunds whose call ends without an answer, whether or not WeChat acted: unknown until asked, and a refund never gets a second number. */
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

const KINDS = ['api-drop-before', 'api-drop-after', 'api-error-after', 'api-error'];

export async function callsTimeOut(arena) {
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  for (const kind of KINDS) {
    ground.fault({ kind, count: 3, match: '/v3/pay/transactions/jsapi' });
    await Promise.all(ground.payers.slice(0, 4).map((payer) => load.phone(payer)));
  }
  ground.noFaults();
  await pause(1500);
  const paid = await arena.query("SELECT p.id, i.id AS item, i.principal_fen AS fen FROM payment p JOIN payment_item i ON i.payment_id = p.id WHERE p.state = 'paid' AND i.settled = 1 ORDER BY p.id");
  for (const [n, { id, item, fen }] of paid.entries()) {
    ground.fault({ kind: KINDS[n % KINDS.length], count: 1 + (n % 2), match: '/v3/refund/domestic/refunds' });
    const intent = { paymentId: id, acknowledged: false };
    load.given.push(intent);
    intent.acknowledged = await load.giveBack(id, [{ itemId: item, fen: Math.ceil(Number(fen) / 3) }]);
    await pause(150);
  }
  await pause(1500);
  ground.noFaults();
  await moneyComesToAnEnd(arena, ground);
  const { refunds } = ground.sandbox.parts;
  const [{ n }] = await arena.query('SELECT COUNT(*) AS n FROM payment_refund');
  const wrong = refunds.list().length === Number(n) ? null : `我们退了 ${n} 笔，微信那里有 ${refunds.list().length} 笔`;
  return { broken: { I1: await ground.books(), I2: wrong, I3: await load.kept(), I7: await ground.dutiesDone() }, met: `${load.paidByPhone} 笔缴费，${load.given.length} 笔退款` };
}
