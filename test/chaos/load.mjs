/** People at work who do not give up: each intent is sent with its one key until it is answered, and what was acknowledged is remembered. */
import { randomUUID } from 'node:crypto';
import { pause } from './pause.mjs';

const STREETS = ['善国路', '海慧路', '学院路', '荆河路'];
const RETRY_MS = 150;

/** @typedef {{ type: string, number: string | null, acknowledged: boolean }} Intent */

export class Load {
  /** @param {Awaited<ReturnType<import('./arena.mjs').openArena>>} arena */
  constructor(arena) {
    this.arena = arena;
    /** @type {Intent[]} */
    this.intents = [];
    /** Answers nobody should get. @type {string[]} */
    this.odd = [];
    this.stopped = false;
    this.patience = 20_000;
    /** What was there before. */
    this.earlier = Number(arena.town.tickets);
  }

  start(workers) {
    this.running = Promise.all(Array.from({ length: workers }, () => this.work()));
  }

  /** What is under way is brought to its end. */
  async stop() {
    this.stopped = true;
    this.stoppedAt = Date.now();
    await this.running;
  }

  async work() {
    const { chance, town } = this.arena;
    while (!this.stopped) {
      const resident = chance.one(town.residents);
      const ticket = await this.file(resident);
      if (!ticket) continue;
      const clerk = town.tokens.get(town.numbers.get(ticket.firstResponsible.staffNumber));
      if (!(await this.act('responded', ticket.number, clerk, 'respond', { version: 1, text: '已经联系您' }))) continue;
      for (let n = chance.between(0, 3); n > 0; n--) await this.note(ticket.number, resident);
      const seen = await this.persist({ path: `/api/staff/tickets/${ticket.number}`, token: clerk });
      if (seen) await this.act('transferred', ticket.number, clerk, 'transfer', { version: seen.version, departmentId: town.repairs, note: '' });
    }
  }

  /** A leak reported; its progress view, or null when nobody answered. */
  async file(resident) {
    const { chance } = this.arena;
    const intent = this.intend('registered', null);
    const body = { category: 'road-leak', description: '水往外冒', address: `${chance.one(STREETS)}${chance.between(1, 400)}号`, landmark: '东门', place: null, contactPhone: '13812345678', attachmentIds: [] };
    const ticket = await this.persist({ method: 'POST', path: '/api/leaks', token: resident.token, key: randomUUID(), body });
    if (ticket) Object.assign(intent, { acknowledged: true, number: ticket.number });
    return ticket;
  }

  note(number, resident) {
    return this.act('noted', number, resident.token, null, { text: `还在漏 ${this.intents.length}`, attachmentIds: [] });
  }

  async act(type, number, token, action, body) {
    const intent = this.intend(type, number);
    const path = action === null ? `/api/tickets/${number}/notes` : `/api/staff/tickets/${number}/${action}`;
    const answer = await this.persist({ method: 'POST', path, token, key: randomUUID(), body });
    intent.acknowledged = answer !== null;
    return answer;
  }

  /** The answer; null when patience ended, or the answer was one that nobody should get. */
  async persist(call) {
    for (let n = this.arena.chance.between(0, 2); ; n = 1 - n) {
      const reply = await this.arena.send(n, call).catch(() => null);
      if (reply?.status === 200) return JSON.parse(reply.text);
      const again = reply === null || reply.status >= 500 || reply.text.includes('REQUEST_IN_FLIGHT');
      if (!again) {
        this.odd.push(`${call.method ?? 'GET'} ${call.path}：${reply.status} ${reply.text.slice(0, 120)}`);
        return null;
      }
      if (this.stopped && Date.now() - this.stoppedAt > this.patience) return null;
      await pause(RETRY_MS);
    }
  }

  intend(type, number) {
    const intent = { type, number, acknowledged: false };
    this.intents.push(intent);
    return intent;
  }

  acknowledged() {
    return this.intents.filter((intent) => intent.acknowledged).length;
  }

  /** I3, and that nothing was done twice: null when every acknowledged intent is in the record once. */
  async kept() {
    if (this.odd.length > 0) return `${this.odd.length} 个不该有的回答，例如 ${this.odd[0]}`;
    const rows = await this.arena.query('SELECT ticket_id AS id, type, COUNT(*) AS n FROM ticket_event GROUP BY ticket_id, type');
    const found = new Map(rows.map(({ id, type, n }) => [`${id} ${type}`, Number(n)]));
    const expected = new Map();
    for (const { type, number, acknowledged } of this.intents) {
      if (number === null) continue;
      const key = `${this.arena.idOf(number)} ${type}`;
      const { sure, perhaps } = expected.get(key) ?? { sure: 0, perhaps: 0 };
      expected.set(key, acknowledged ? { sure: sure + 1, perhaps } : { sure, perhaps: perhaps + 1 });
    }
    for (const [key, { sure, perhaps }] of expected) {
      const n = found.get(key) ?? 0;
      if (n < sure) return `回答过的 ${key} 不在库里（${n} / ${sure}）`;
      if (n > sure + perhaps) return `${key} 做了 ${n} 次，只要 ${sure} 次`;
    }
    const filed = this.intents.filter(({ type }) => type === 'registered');
    const tickets = rows.filter(({ type }) => type === 'registered').length - this.earlier;
    return tickets > filed.length ? `登记了 ${tickets} 张工单，只要 ${filed.length} 张` : null;
  }

  /** I7: every duty is done, every message went out, and one went out twice only where a kill lay between. */
  async dutiesDone() {
    const [{ n }] = await this.arena.query('SELECT COUNT(*) AS n FROM outbox WHERE done_at IS NULL');
    if (Number(n) > 0) return `${n} 件待办没有做完`;
    const [{ open }] = await this.arena.query("SELECT COUNT(*) AS open FROM notice WHERE state <> 'sent'");
    if (Number(open) > 0) return `${open} 条消息没有发出`;
    const times = new Map();
    for (const { at, words } of this.arena.wechat.messages) times.set(words, [...(times.get(words) ?? []), at]);
    const told = new Set([...times.keys()].map((words) => JSON.parse(words).page));
    const silent = this.intents.filter(({ type, acknowledged, number }) => type === 'responded' && acknowledged && ![...told].some((page) => page.includes(number)));
    if (silent.length > 0) return `${silent.length} 位居民没有收到消息`;
    for (const [words, ats] of times)
      for (let i = 1; i < ats.length; i++) if (!this.arena.kills.some((kill) => kill >= ats[i - 1] && kill <= ats[i])) return `同一条消息发了 ${ats.length} 次：${JSON.parse(words).page}`;
    return null;
  }
}
