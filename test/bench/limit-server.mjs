/**
 * The bare limit: node:http and prepared statements on the same tables, the least SQL that each request cannot do without. No sessions, no
 * validation, no rules, no record of what was done: nobody could use it, and nothing in Node on this database can be much quicker.
 */
import { createServer } from 'node:http';
import { createPool } from 'mysql2/promise';
import { moneyAnswers } from './limit-of-money.mjs';

const pool = createPool({ uri: process.env.DATABASE_URL, connectionLimit: 20, dateStrings: true, supportBigNumbers: true, bigNumberStrings: true });
const CLOSED_FROM = '8500000000000000';
const COLUMNS = 'id, kind, category, source, zone, state, hall_id, first_responsible_id, department_id, next_clock, next_due_at, queue_order, created_at, updated_at, version, title, address';

const rows = async (sql, values) => (await pool.execute(sql, values))[0];
async function transaction(work) {
  const connection = await pool.getConnection();
  try {
    await connection.query('BEGIN');
    const result = await work(connection);
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    await connection.query('ROLLBACK');
    throw error;
  } finally {
    connection.release();
  }
}

const EVENT = 'INSERT INTO ticket_event (ticket_id, sequence, type, at, actor_kind, actor_id, payload, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)';
const HASH = '0'.repeat(64);
const instant = () => new Date().toISOString().slice(0, 23).replace('T', ' ');

/** One INSERT of a whole row, whatever its columns: everything but `own` is taken from a row that exists. */
async function insertLike(table, own) {
  const [model] = await rows(`SELECT * FROM ${table} LIMIT 1`, []);
  const { [own]: _, ...columns } = model;
  const names = Object.keys(columns);
  const values = Object.values(columns);
  return table === 'ticket'
    ? { sql: `INSERT INTO ticket (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, values: () => values }
    : { sql: `INSERT INTO ${table} (${own}, ${names.join(', ')}) VALUES (?, ${names.map(() => '?').join(', ')})`, values: (id) => [id, ...values] };
}
let likes;

const answers = {
  ready: async () => ({ status: 'ready' }),
  one: async ([id]) => {
    const [ticket] = await rows('SELECT * FROM ticket WHERE id = ?', [id]);
    return { ...ticket, events: await rows('SELECT sequence, type, at, actor_kind, actor_id, payload FROM ticket_event WHERE ticket_id = ? ORDER BY sequence', [id]) };
  },
  list: ([clerk]) => rows(`SELECT ${COLUMNS} FROM ticket WHERE first_responsible_id = ? AND queue_order < ${CLOSED_FROM} ORDER BY queue_order, id LIMIT 20`, [clerk]),
  mine: ([resident]) => rows(`SELECT ${COLUMNS} FROM ticket WHERE resident_id = ? ORDER BY id DESC LIMIT 20`, [resident]),
  sweep: () => rows('SELECT * FROM ticket_ladder WHERE next_step_at <= ? ORDER BY next_step_at LIMIT 200', [instant()]),
  search: async ([term]) => {
    const found = await rows('SELECT ticket_id AS id FROM search_term WHERE term = ? ORDER BY ticket_id DESC LIMIT 20', [term]);
    // A prepared statement for each number of them would be one too many: unused places repeat the first.
    return found.length === 0 ? [] : rows(`SELECT ${COLUMNS} FROM ticket WHERE id IN (${'?, '.repeat(19)}?)`, Array.from({ length: 20 }, (_, n) => (found[n] ?? found[0]).id));
  },
  account: ([number]) => rows('SELECT * FROM water_account WHERE account_number = ?', [number]),
  accounts: async ([term]) => {
    const found = await rows('SELECT account_id AS id FROM account_term WHERE term = ? ORDER BY account_id DESC LIMIT 10', [term]);
    return found.length === 0 ? [] : rows(`SELECT * FROM water_account WHERE id IN (${'?, '.repeat(9)}?)`, Array.from({ length: 10 }, (_, n) => (found[n] ?? found[0]).id));
  },
  create: async (_, body) => {
    const [ticketRow, clockRow] = await (likes ??= Promise.all([insertLike('ticket', 'id'), insertLike('ticket_clock', 'ticket_id')]));
    return transaction(async (connection) => {
      const [{ insertId }] = await connection.execute(ticketRow.sql, ticketRow.values());
      await connection.execute(EVENT, [insertId, 1, 'registered', instant(), 'staff', 1, JSON.stringify(body), HASH, HASH]);
      await connection.execute(clockRow.sql, clockRow.values(insertId));
      return { id: insertId };
    });
  },
  transfer: ([id], body) =>
    transaction(async (connection) => {
      const [[ticket]] = await connection.execute('SELECT * FROM ticket WHERE id = ?', [id]);
      const [{ affectedRows }] = await connection.execute('UPDATE ticket SET department_id = ?, state = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?', [body.departmentId, 'transferred', instant(), id, ticket.version]);
      if (affectedRows === 1) await connection.execute(EVENT, [id, ticket.version + 1, 'transferred', instant(), 'staff', 1, JSON.stringify(body), HASH, HASH]);
      return { id, version: ticket.version + 1 };
    }),
  ...moneyAnswers({ rows, transaction, instant }),
};

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    const [, name, ...rest] = request.url.split('/');
    const end = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    try {
      end(200, await answers[name](rest, parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString()) : undefined, request.headers, parts));
    } catch (error) {
      end(500, { message: String(error) });
    }
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
