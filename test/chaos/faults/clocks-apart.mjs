/** Fault 14: WeChat's clock ten minutes before or behind ours, and going backwards. What it signs then is refused and changes nothing; when the clocks agree again it is settled, once. */
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

const TEN_MINUTES = 600_000;
/** Only what WeChat signs: it would not take our orders otherwise. */
const OFFSETS = [TEN_MINUTES, -TEN_MINUTES, TEN_MINUTES, -TEN_MINUTES / 10];

export async function clocksApart(arena) {
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  const { clock, notifications, settings } = ground.sandbox.parts;
  // A certificate that is fetched meanwhile would be refused for its own time.
  settings.change({ signingMode: 'public-key' });
  let wrong = null;
  let refused = 0;
  for (const [n, offset] of OFFSETS.entries()) {
    // Ordered while the clocks agree, paid while they do not.
    const [payer] = ground.payers.slice(n);
    const bill = ground.nextBill(payer.account);
    const order = await load.persist({ method: 'POST', path: '/api/payments', token: payer.token, body: { billIds: [bill.id], totalFen: bill.fen, via: 'weapp' } });
    clock.signatureOffsetMs = offset;
    const outTradeNo = await ground.pay(payer, order.clientParameters);
    load.paidByPhone += 1;
    let attempts = [];
    for (let waited = 0; waited < 30 && attempts.length === 0; waited++) {
      await pause(100);
      attempts = notifications.list().filter((one) => one.outTradeNo === outTradeNo).flatMap((one) => one.attempts);
    }
    const [{ state }] = await arena.query('SELECT state FROM payment WHERE id = ?', [order.payment.id]);
    const skewed = Math.abs(offset) > 300_000;
    if (skewed && (attempts.some(({ status }) => status !== 401) || state !== 'unpaid')) wrong ??= `时钟差 ${offset / 1000} 秒的通知得到 ${attempts.map(({ status }) => status).join('、')}，缴费为 ${state}`;
    if (!skewed && !attempts.some(({ status }) => status === 204)) wrong ??= `时钟差 ${offset / 1000} 秒的通知得到 ${attempts.map(({ status }) => status).join('、')}`;
    if (attempts.some(({ status }) => status === 401)) refused += 1;
    clock.signatureOffsetMs = 0;
  }
  await moneyComesToAnEnd(arena, ground);
  return { broken: { A: wrong, I1: await ground.books(), I3: await load.kept() }, met: `${OFFSETS.length} 次时钟不一致，拒绝 ${refused} 次` };
}
