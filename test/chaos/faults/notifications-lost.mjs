/** Fault 5: no notification ever comes. Asking settles every order that was paid. */
import { MoneyGround } from '../money-ground.mjs';
import { moneyComesToAnEnd, MoneyLoad } from '../money-load.mjs';
import { pause } from '../pause.mjs';

export async function notificationsLost(arena) {
  const ground = await MoneyGround.open(arena);
  const load = new MoneyLoad(ground);
  ground.fault({ kind: 'notify-lose' });
  await Promise.all(ground.payers.map((payer) => load.phone(payer)));
  // The first question is asked after five seconds.
  for (let waited = 0; waited < 60 && (await ground.wechatAgrees()) !== null; waited++) await pause(250);
  const waiting = await ground.wechatAgrees();
  await moneyComesToAnEnd(arena, ground, { seconds: 15, silent: true });
  return { broken: { A: waiting, I1: await ground.books(), I3: await load.kept() }, met: `${load.paidByPhone} 笔缴费，没有一个通知` };
}
