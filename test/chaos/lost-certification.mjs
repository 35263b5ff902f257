/**
 * Loaded into a server under test: now and then a COMMIT is lost as Galera loses it, the work undone and error 1213 answered
 * in place of the commit. `LOST_COMMITS` is the share of lost ones.
 */
import { createRequire } from 'node:module';

const share = Number(process.env.LOST_COMMITS);
const { Connection } = createRequire(process.argv[1])('mysql2');
const base = Object.getPrototypeOf(Connection.prototype);
const owner = Object.hasOwn(base, 'query') ? base : Connection.prototype;
const query = owner.query;

owner.query = function (sql, values, callback) {
  const text = typeof sql === 'string' ? sql : sql?.sql;
  if (text !== 'COMMIT' || Math.random() >= share) return query.call(this, sql, values, callback);
  const done = typeof values === 'function' ? values : callback;
  return query.call(this, 'ROLLBACK', () => done(Object.assign(new Error('Deadlock found when trying to get lock; try restarting transaction'), { code: 'ER_LOCK_DEADLOCK', errno: 1213, sqlState: '40001' })));
};
