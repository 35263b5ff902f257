/** The demonstration's company, enlarged, in a database that a built server has migrated: written by that server's own parts. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serverSettings } from './server-settings.mjs';

/** A module of a built server. */
export const moduleOf = (dist, path) => import(pathToFileURL(join(dist, path)).href);

/**
 * The built server in this process, not listening: its parts within reach.
 * @param {string} dist @param {Record<string, string>} overrides
 */
export async function openBuiltServer(dist, overrides) {
  const [{ createApplication }, { loadConfig }, database, http, jobs, staff, identity] = await Promise.all(
    ['application.js', 'config/index.js', 'database/index.js', 'http/index.js', 'jobs/index.js', 'staff/index.js', 'identity/index.js'].map((path) => moduleOf(dist, path)),
  );
  const app = await createApplication(loadConfig(serverSettings(overrides)));
  // Nothing happens here by itself: the clock may be turned without the ladder climbing.
  await app.get(jobs.Scheduler).onApplicationShutdown();
  const transactions = app.get(database.Transactions);
  const sessions = app.get(http.SessionService);
  const signIn = (kind, ids, now = new Date()) =>
    transactions.run(async (tx) => {
      const tokens = new Map();
      for (const id of ids) tokens.set(id, (await sessions.open(tx, kind, id, now, 24 * 365 * 3)).token);
      return tokens;
    });
  return {
    app,
    transactions,
    /** For reading outside a transaction. */
    manager: transactions.dataSource.manager,
    clock: app.get(http.Clock),
    /** Tokens by id. `now`: when the sessions begin. */
    signIn,
    /** Halls, departments and people; `clerks` at the counters and `crew` in the repair centre. Returns all staff with their departments. */
    async company({ clerks, crew }) {
      const { seedCompany } = await moduleOf(dist, 'demonstration-command/company.js');
      return transactions.run(async (tx) => {
        await seedCompany(tx);
        await hire(tx, staff.Staff, 'clerk', clerks);
        await hire(tx, staff.Staff, 'crew', crew);
        return { staff: await tx.find(staff.Staff, { order: { id: 'ASC' } }), departments: await tx.find(staff.Department) };
      });
    },
    /** Residents whose phones are proven theirs. Returns the id of the first; the others follow it. */
    async residents(count) {
      const { phoneDigestOf } = database;
      let first = 0;
      for (let done = 0; done < count; done += 500)
        await transactions.run(async (tx) => {
          const phones = Array.from({ length: Math.min(500, count - done) }, (_, n) => `1390${String(done + n).padStart(7, '0')}`);
          const { identifiers } = await tx.insert(identity.Resident, phones.map((phone) => ({ unionDigest: null, phone, phoneDigest: phoneDigestOf(phone), createdAt: new Date() })));
          first ||= identifiers[0].id;
        });
      return first;
    },
  };
}

/** More of the same, until there are `count`: copies of those there are, with numbers of their own. */
async function hire(tx, Staff, role, count) {
  const models = (await tx.find(Staff)).filter((one) => one.roles.length === 1 && one.roles[0] === role && one.onDuty);
  for (let n = models.length; n < count; n++) {
    const { id: _, ...model } = models[n % models.length];
    await tx.insert(Staff, { ...model, staffNumber: `${role === 'clerk' ? 5 : 6}${String(n).padStart(4, '0')}`, name: `${model.name}${n}` });
  }
}
