/** Fault 8: fifty partial refunds of one payment are approved at the same moment, over two servers. Never more than was paid. */
import { randomUUID } from 'node:crypto';
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

const REFUNDS = 50;
/** Not a divisor of the sum: the last one that fits leaves something over. */
const PART = 700;

export async function fiftyRefunds(arena) {
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  const [payer] = ground.payers;
  await load.phone(payer);
  for (let waited = 0; waited < 50 && (await ground.wechatAgrees()) !== null; waited++) await pause(100);
  const [{ id, item, fen }] = await arena.query("SELECT p.id, i.id AS item, p.amount_fen AS fen FROM payment p JOIN payment_item i ON i.payment_id = p.id WHERE p.state = 'paid'");
  const asked = await load.persist({ method: 'POST', path: `/api/staff/payments/${id}/refund`, token: ground.finance, key: randomUUID(), body: { items: [{ itemId: item, fen: PART }], method: 'wechat', reason: '多收' } });
  // Asked for by one person there is one request at a time: what fifty would ask for is copied.
  const columns = (await arena.query("SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'approval'")).map(({ name }) => name).filter((name) => name !== 'id' && name !== 'open_key');
  for (let n = 1; n < REFUNDS; n++) await arena.query(`INSERT INTO approval (open_key, ${columns.join(', ')}) SELECT ?, ${columns.join(', ')} FROM approval WHERE id = ?`, [`copy ${n}`, asked.approvalId]);
  const requests = await arena.query("SELECT id, version FROM approval WHERE kind = 'refund-payment' AND state = 'open'");
  const replies = await Promise.all(
    requests.map((request, n) => arena.send(n % 2, { method: 'POST', path: `/api/staff/approvals/${request.id}/decision`, token: ground.section, key: true, body: { version: request.version, outcome: 'approved', reason: '' } }).catch(() => null)),
  );
  await moneyComesToAnEnd(arena, ground);
  const [{ refunded }] = await arena.query('SELECT COALESCE(SUM(amount_fen), 0) AS refunded FROM payment_refund WHERE payment_id = ?', [id]);
  return {
    broken: { I4: Number(refunded) <= Number(fen) ? null : `收了 ${fen} 分，退了 ${refunded} 分`, I1: await ground.books(), I3: await load.kept() },
    met: `${requests.length} 笔退款各 ${PART} 分，收了 ${fen} 分，批准 ${replies.filter((reply) => reply?.status === 200).length} 笔，退了 ${refunded} 分`,
  };
}
