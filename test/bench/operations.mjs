/** What is measured: each request of the product beside the least that the bare limit must do for it. */
import { createConnection } from 'mysql2/promise';
import { ticketNumberOf } from '../../shared/dist/value/index.js';
import { moduleOf } from '../support/built-company.mjs';
import { serverSettings } from '../support/server-settings.mjs';

const SAMPLE = 3000;

/** Ratios of CPU time that the product is to stay below (the limit is 1). */
export const TARGETS = { read: 2.5, list: 2.5, create: 3, transfer: 3 };

/**
 * @param {{ dist: string, url: string, count: number, tokens: { staff: Map<number, string>, resident: Map<number, string> }, staff: any[], departments: any[] }} bench
 * @returns {Promise<{ name: string, target: number | null, sweeps?: boolean, limit: () => object | undefined, product: () => object | undefined }[]>} `sweeps`: asked of the sweep's own process
 */
export async function operationsOn({ dist, url, count, tokens, staff, departments }) {
  const [{ decrypt, useEncryptionKey }, { termOf }, { keyOfWord }] = await Promise.all([
    moduleOf(dist, 'database/encryption.js'), moduleOf(dist, 'search/search-index.js'), moduleOf(dist, 'search/index-keys.js'),
  ]);
  useEncryptionKey(Buffer.from(serverSettings().SECRET_KEY, 'hex'));
  const phoneOf = ({ phone }) => decrypt(phone);
  const connection = await createConnection({ uri: url });
  let seen, open;
  try {
    const ids = Array.from({ length: SAMPLE }, (_, n) => 1 + Math.floor(((n + 0.5) * count) / SAMPLE));
    [seen] = await connection.query('SELECT id, first_responsible_id AS clerk, contact_phone AS phone FROM ticket WHERE id IN (?)', [shuffled(ids)]);
    [open] = await connection.query("SELECT id, first_responsible_id AS clerk, version FROM ticket WHERE state = 'returned' ORDER BY id DESC LIMIT 4000");
  } finally {
    await connection.end();
  }
  const residents = [...tokens.resident];
  const clerks = staff.filter((one) => one.onDuty && one.roles.includes('clerk')).map(({ id }) => id);
  const metering = departments.find(({ kinds }) => kinds.includes('billing-question')).id;
  let turn = 0;
  const next = (list) => list[++turn % list.length];
  const toTransfer = open.filter((_, n) => n % 4 !== 0);
  const ofLimit = open.filter((_, n) => n % 4 === 0);
  const words = () => ({ address: `善国路${turn % 400}号`, landmark: '东门', contactPhone: `138${String(turn % 1e8).padStart(8, '0')}` });
  const create = { method: 'POST', path: '/create', body: { address: '善国路88号', landmark: '东门', note: '水往外冒' } };

  return [
    {
      name: '工单详情', target: TARGETS.read,
      limit: () => ({ path: `/one/${next(seen).id}` }),
      product: () => {
        const { id, clerk } = next(seen);
        return { path: `/api/staff/tickets/${ticketNumberOf(id)}`, token: tokens.staff.get(clerk) };
      },
    },
    {
      name: '我的待办（按时限）', target: TARGETS.list,
      limit: () => ({ path: `/list/${next(clerks)}` }),
      product: () => ({ path: '/api/staff/tickets?view=mine&size=20', token: tokens.staff.get(next(clerks)) }),
    },
    {
      name: '居民的工单', target: TARGETS.list,
      limit: () => ({ path: `/mine/${next(residents)[0]}` }),
      product: () => ({ path: '/api/tickets?size=20', token: next(residents)[1] }),
    },
    {
      // Whatever is found must be proven on its tickets, so the limit reads them, too.
      name: '查找（手机号）', target: null,
      limit: () => ({ path: `/search/${termOf(keyOfWord(phoneOf(next(seen))))}` }),
      product: () => {
        const ticket = next(seen);
        return { path: `/api/staff/search?q=${phoneOf(ticket)}`, token: tokens.staff.get(ticket.clerk) };
      },
    },
    {
      name: '查找（地址）', target: null,
      limit: () => ({ path: `/search/${termOf(keyOfWord('善国'))}` }),
      product: () => ({ path: `/api/staff/search?q=${encodeURIComponent('善国路')}`, token: tokens.staff.get(next(clerks)) }),
    },
    { name: '时限阶梯巡查', target: null, sweeps: true, limit: () => ({ path: '/sweep' }), product: () => ({ path: '/sweep' }) },
    {
      name: '窗口登记', target: TARGETS.create,
      limit: () => create,
      product: () => ({ method: 'POST', path: '/api/staff/tickets', key: true, token: tokens.staff.get(next(clerks)), body: { source: 'counter', category: 'bill-volume', title: '水量偏高', description: '比上月多一倍', contactName: '马强', ...words() } }),
    },
    {
      name: '居民报漏', target: TARGETS.create,
      limit: () => create,
      product: () => ({ method: 'POST', path: '/api/leaks', key: true, token: next(residents)[1], body: { category: 'road-leak', description: '水往外冒', place: null, attachmentIds: [], ...words() } }),
    },
    {
      name: '转部门', target: TARGETS.transfer,
      limit: () => ({ method: 'POST', path: `/transfer/${next(ofLimit).id}`, body: { departmentId: metering } }),
      product: () => {
        const ticket = toTransfer.pop();
        return ticket && { method: 'POST', path: `/api/staff/tickets/${ticketNumberOf(ticket.id)}/transfer`, key: true, token: tokens.staff.get(ticket.clerk), body: { version: ticket.version, departmentId: metering, note: '' } };
      },
    },
  ];
}

function shuffled(list) {
  return list.map((one, n) => [(n * 7919) % list.length, one]).sort(([a], [b]) => a - b).map(([, one]) => one);
}
