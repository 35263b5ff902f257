/**
 * Many tickets out of a few histories: each copy is another ticket of another resident and clerk, its record chained anew by the
 * product's own `hashOf`. Every table that belongs to tickets is read, emptied and filled in the order of its key.
 */
import { Readable } from 'node:stream';
import { createConnection } from 'mysql2/promise';
import { ticketIdOf } from '../../shared/dist/value/index.js';
import { moduleOf } from '../support/built-company.mjs';

const CHUNK = 1 << 20;
/** Filled in the order of its own key, which is not that of the tickets. */
const SEARCH = 'search_term';

/**
 * @param {{ dist: string, url: string, count: number, openCount: number, histories: { closed: string[], open: string[] }, firstResident: number, residents: number, staff: any[], report: (line: string) => void }} plan
 */
export async function copyTickets({ dist, url, count, openCount, histories, firstResident, residents, staff, report }) {
  const { hashOf, CHAIN_START } = await moduleOf(dist, 'ticket/event-chain.js');
  const { decrypt } = await moduleOf(dist, 'database/index.js');
  const connection = await createConnection({ uri: url, dateStrings: true, supportBigNumbers: true, bigNumberStrings: true });
  try {
    const tables = await tablesOfTickets(connection);
    const templates = await readTemplates(connection, tables, histories);
    const phones = await phonesOf(connection, firstResident, residents, decrypt);
    const colleagues = new Map(staff.map((one) => [one.id, staff.filter((other) => other.onDuty && other.hallId === one.hallId && String(other.roles) === String(one.roles)).map(({ id }) => id)]));
    /** The same for every table: which history ticket `id` repeats, and who it belongs to. */
    const copyOf = (id) => {
      const pool = id > count - openCount ? templates.open : templates.closed;
      const template = pool[id % pool.length];
      const clerks = colleagues.get(template.firstResponsible);
      return { template, residentId: firstResident + ((id * 7919) % residents), firstResponsible: clerks.length > 1 ? clerks[Math.floor(id / pool.length) % clerks.length] : template.firstResponsible };
    };

    function* rowsOf(table) {
      const { name, columns } = table;
      let serial = 0;
      for (let id = 1; id <= count; id++) {
        const copy = copyOf(id);
        const { template, residentId, firstResponsible } = copy;
        let previousHash = CHAIN_START;
        for (const row of template.rows.get(name) ?? []) {
          const changed = { ticket_id: id };
          if (table.serial) changed.id = ++serial;
          if (name === 'ticket') Object.assign(changed, { id, first_responsible_id: firstResponsible, resident_id: residentId, contact_phone: phones[residentId - firstResident].phone, contact_phone_digest: phones[residentId - firstResident].digest });
          if (name === 'ticket_event') {
            const { plain } = row;
            const actorId = plain.actorKind === 'resident' ? residentId : plain.actorKind === 'staff' && plain.actorId === template.firstResponsible ? firstResponsible : plain.actorId;
            const payload = row.names ? plain.payload.replace(template.residentText, `"residentId":${residentId}`).replace(template.firstText, `"firstResponsibleId":${firstResponsible}`) : plain.payload;
            const hash = hashOf({ ...plain, ticketId: id, actorId, payload, previousHash });
            Object.assign(changed, { actor_id: actorId, payload: row.names ? escaped(payload) : row.cells.payload, previous_hash: previousHash, hash });
            previousHash = hash;
          }
          let line = '';
          for (const column of columns) line += `${line === '' ? '' : '\t'}${column in changed ? (changed[column] ?? '\\N') : row.cells[column]}`;
          yield `${line}\n`;
        }
      }
    }

    const index = tables.some(({ name }) => name === SEARCH) ? await searchRows({ dist, count, templates, copyOf, phoneOf: (residentId) => phones[residentId - firstResident].number, openFrom: count - openCount + 1 }) : null;
    let written = 0;
    const counted = function* (lines) {
      written = 0;
      for (const line of lines) {
        written += 1;
        yield line;
      }
    };
    for (const table of tables) {
      await connection.query(`TRUNCATE TABLE ${table.name}`);
      // What hung on the histories themselves (reviews, breaches) is of tickets that are no more.
      if (!isOfTickets(table.name)) continue;
      // Many indexes are made sooner by sorting at the end; one that is filled in its own order, row by row.
      await connection.query(`SET unique_checks = ${table.name === 'ticket' ? 0 : 1}, foreign_key_checks = ${table.name === 'ticket' ? 0 : 1}`);
      const started = performance.now();
      await connection.query({
        sql: `LOAD DATA LOCAL INFILE 'copies' INTO TABLE ${table.name} CHARACTER SET utf8mb4 (${table.columns.map((column) => `\`${column}\``).join(', ')})`,
        infileStreamFactory: () => Readable.from(inChunks(counted(table.name === SEARCH ? index() : rowsOf(table))), { objectMode: false, highWaterMark: 4 * CHUNK }),
      });
      // LOAD DATA from the client leaves out what it cannot keep, without a word.
      const [[{ total }]] = await connection.query(`SELECT COUNT(*) AS total FROM ${table.name}`);
      if (Number(total) !== written) throw new Error(`${table.name} has ${total} rows of ${written}`);
      report(`${table.name} ${total} 行，${((performance.now() - started) / 1000).toFixed(1)} 秒`);
    }
    for (const { name } of tables) await connection.query(`ANALYZE TABLE ${name}`);
    if (index) await connection.query('UPDATE search_build SET below = 1');
  } finally {
    await connection.end();
  }
}

/** What requests about a ticket read. */
const isOfTickets = (table) => table === 'ticket' || table.startsWith('ticket_') || table === SEARCH;

/** Tables with rows of tickets, the ticket first; `serial`: their own id counts up. */
async function tablesOfTickets(connection) {
  const [columns] = await connection.query(
    `SELECT table_name AS tableName, column_name AS columnName, extra FROM information_schema.columns WHERE table_schema = DATABASE()
     AND table_name IN (SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() AND (column_name = 'ticket_id' OR table_name = 'ticket')) ORDER BY table_name, ordinal_position`,
  );
  const tables = new Map();
  for (const { tableName, columnName, extra } of columns) {
    const table = tables.get(tableName) ?? { name: tableName, columns: [], serial: false };
    table.columns.push(columnName);
    if (extra === 'auto_increment') table.serial = true;
    tables.set(tableName, table);
  }
  const filled = [];
  for (const table of tables.values()) {
    const [[{ n }]] = await connection.query(`SELECT COUNT(*) AS n FROM ${table.name}`);
    if (Number(n) > 0) filled.push(table);
  }
  return filled.sort((a, b) => Number(b.name === 'ticket') - Number(a.name === 'ticket') || (a.name < b.name ? -1 : 1));
}

async function readTemplates(connection, tables, histories) {
  const read = async (number) => {
    const ticketId = ticketIdOf(number);
    const rows = new Map();
    let firstResponsible = 0;
    let residentId = null;
    for (const { name } of tables) {
      const [found] = await connection.query(`SELECT * FROM ${name} WHERE ${name === 'ticket' ? 'id' : 'ticket_id'} = ? ORDER BY ${name === 'ticket_event' ? 'sequence' : '1'}`, [ticketId]);
      if (name === 'ticket') ({ first_responsible_id: firstResponsible, resident_id: residentId } = found[0]);
      rows.set(
        name,
        found.map((row) => ({
          cells: Object.fromEntries(Object.entries(row).map(([column, value]) => [column, escaped(value)])),
          names: name === 'ticket_event' && row.sequence === 1,
          ...(name === 'ticket_event' && {
            plain: { ticketId, sequence: row.sequence, type: row.type, at: new Date(`${row.at.replace(' ', 'T')}Z`), actorKind: row.actor_kind, actorId: row.actor_id, payload: row.payload },
          }),
        })),
      );
    }
    return { rows, firstResponsible, residentId, terms: (rows.get(SEARCH) ?? []).map(({ cells }) => Number(cells.term)), residentText: `"residentId":${residentId}`, firstText: `"firstResponsibleId":${firstResponsible}` };
  };
  const all = { closed: [], open: [] };
  for (const kind of ['closed', 'open']) for (const number of histories[kind]) all[kind].push(await read(number));
  return all;
}

async function phonesOf(connection, first, count, decrypt) {
  const [rows] = await connection.query('SELECT phone, phone_digest AS digest FROM resident WHERE id >= ? ORDER BY id LIMIT ?', [first, count]);
  if (rows.length !== count) throw new Error(`there are ${rows.length} residents, not ${count}`);
  return rows.map((row) => ({ ...row, number: decrypt(row.phone) }));
}

/**
 * The postings of all copies in the order of term and ticket. What a history says, all its copies say; whose it is and their phone differ.
 * Returns what walks through the lines.
 */
async function searchRows({ dist, count, templates, copyOf, phoneOf, openFrom }) {
  const [{ termOf }, { keyOfScope, keyOfWord }] = await Promise.all([moduleOf(dist, 'search/search-index.js'), moduleOf(dist, 'search/index-keys.js')]);
  const termsOf = new Map();
  const term = (key) => termsOf.get(key) ?? (termsOf.set(key, termOf(key)), termsOf.get(key));
  const own = (residentId, firstResponsible) => {
    const phone = phoneOf(residentId);
    return [term(keyOfWord(phone)), term(keyOfWord(phone.slice(-4))), term(keyOfScope(`staff ${firstResponsible}`))];
  };
  /** By term: which histories have it. */
  const shared = new Map();
  for (const kind of ['closed', 'open'])
    templates[kind].forEach((template, place) => {
      const differing = new Set(own(template.residentId, template.firstResponsible));
      template.common = new Set(template.terms.filter((one) => !differing.has(one)));
      for (const one of template.common) {
        const places = shared.get(one) ?? { closed: [], open: [] };
        places[kind].push(place);
        shared.set(one, places);
      }
    });
  const pairs = new Float64Array(3 * count);
  let used = 0;
  for (let id = 1; id <= count; id++) {
    const { template, residentId, firstResponsible } = copyOf(id);
    for (const one of new Set(own(residentId, firstResponsible))) if (!template.common.has(one)) pairs[used++] = (one + 2 ** 31) * 2 ** 21 + id;
  }
  const sorted = pairs.subarray(0, used).sort();
  const differing = [];
  for (let at = 0; at < used; ) {
    const one = Math.floor(sorted[at] / 2 ** 21);
    const from = at;
    while (at < used && Math.floor(sorted[at] / 2 ** 21) === one) at++;
    differing.push({ term: one - 2 ** 31, from, to: at });
  }
  const rangeOf = new Map(differing.map((range) => [range.term, range]));
  const all = [...new Set([...shared.keys(), ...rangeOf.keys()])].sort((a, b) => a - b);

  return function* lines() {
    for (const one of all) {
      const ids = [];
      const places = shared.get(one);
      if (places)
        for (const [kind, first, last] of [['closed', 1, openFrom - 1], ['open', openFrom, count]]) {
          const size = templates[kind].length;
          for (let base = first - (first % size); base <= last; base += size) for (const place of places[kind]) if (base + place >= first && base + place <= last) ids.push(base + place);
        }
      const range = rangeOf.get(one);
      if (range) {
        for (let at = range.from; at < range.to; at++) ids.push(sorted[at] % 2 ** 21);
        ids.sort((a, b) => a - b);
      }
      for (const id of ids) yield `${one}\t${id}\n`;
    }
  };
}

function escaped(value) {
  if (value === null || value === undefined) return '\\N';
  return String(value).replace(/[\\\t\n]/g, (char) => (char === '\\' ? '\\\\' : char === '\t' ? '\\t' : '\\n'));
}

/** Lines as pieces of about a megabyte. */
export function* inChunks(lines) {
  let parts = [];
  let size = 0;
  for (const line of lines) {
    parts.push(line);
    size += line.length;
    if (size < CHUNK) continue;
    yield Buffer.from(parts.join(''));
    parts = [];
    size = 0;
  }
  if (parts.length > 0) yield Buffer.from(parts.join(''));
}
