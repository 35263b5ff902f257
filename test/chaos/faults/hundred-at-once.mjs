/** Fault 9: a hundred people take the same ticket at the same moment, over two servers. */
import { randomUUID } from 'node:crypto';
import { Load } from '../load.mjs';

const PEOPLE = 100;
const TICKETS = 3;

export async function hundredAtOnce(arena) {
  const { town } = arena;
  const load = new Load(arena);
  load.patience = 0;
  let wrong = null;
  for (let ticket = 0; ticket < TICKETS; ticket++) {
    const { number, firstResponsible } = await load.file(town.residents[ticket]);
    await load.act('transferred', number, town.tokens.get(town.numbers.get(firstResponsible.staffNumber)), 'transfer', { version: 1, departmentId: town.repairs, note: '' });
    const replies = await Promise.all(
      town.crew.slice(0, PEOPLE).map(({ id }, n) => arena.send(n % 2, { method: 'POST', path: `/api/staff/tickets/${number}/accept`, key: randomUUID(), token: town.tokens.get(id), body: { version: 2 } })),
    );
    const won = replies.filter(({ status }) => status === 200).length;
    const conflicts = replies.filter(({ status, text }) => status === 409 && text.includes('TICKET_CHANGED')).length;
    if (won !== 1 || conflicts !== PEOPLE - 1) wrong = `${won} 人办成，${conflicts} 人得知冲突，${PEOPLE - won - conflicts} 人得到别的回答`;
    const intent = load.intend('accepted', number);
    intent.acknowledged = true;
  }
  return { broken: { A: wrong, I3: await load.kept(), I6: await arena.proof() }, met: `${TICKETS} 张工单，各 ${PEOPLE} 人` };
}
