/** One row of everything that money touches, written by the product's own entities, from which a database makes as many copies as are wanted. */
import { moduleOf } from './built-company.mjs';
import { serverSettings } from './server-settings.mjs';

export const MODEL_FEN = 3000;

/** @param {any} server from openBuiltServer @param {string} dist @returns {Promise<Record<'resident' | 'openid' | 'account' | 'binding' | 'bill' | 'payment' | 'item', number>>} The bill is a draft, the payment an order without anything in it, the binding has ended: none of them is in the books. */
export async function moneyModels(server, dist) {
  const [{ Bill }, { WaterAccount, AccountBinding }, { Payment, PaymentItem }, { newPayment }, { Resident, ResidentOpenid }] = await Promise.all(
    ['billing/index.js', 'customer/index.js', 'payment/payment.entity.js', 'payment/new-payment.js', 'identity/resident.entity.js'].map((path) => moduleOf(dist, path)),
  );
  const now = new Date();
  return server.transactions.run(async (tx) => {
    const { id: resident } = await tx.save(Resident, { unionDigest: null, phone: '13912340000', phoneDigest: null, createdAt: now });
    const { id: openid } = await tx.save(ResidentOpenid, { residentId: resident, via: 'weapp', openidDigest: 'model', openid: 'openid-of-a-payer' });
    const { id: account } = await tx.save(WaterAccount, {
      accountNumber: '10000000', name: '王秀英', address: '海慧路12号3栋501室', zone: 'urban', phone: null, phoneDigest: null, householdSize: 3, meterNumber: 'M0', tariffCode: 'annual-5-7-9', hallId: 1,
    });
    const { id: binding } = await tx.save(AccountBinding, { residentId: resident, accountId: account, liveKey: null, boundAt: now, unboundAt: now });
    const [version] = await tx.query("SELECT id FROM tariff_version WHERE code = 'annual-5-7-9' ORDER BY from_on DESC LIMIT 1");
    const { id: bill } = await tx.save(Bill, {
      accountId: account, readingOrdinal: 2, revision: 1, runId: null, fromOn: '2026-09-01', toOn: '2026-09-28', previousReading: 100, reading: 112, volume: 12, usedBefore: 40, yearVolume: 52,
      householdSize: 3, tariffCode: 'annual-5-7-9', tariffVersionId: version.id, segments: null, meterChanges: null, components: { water: MODEL_FEN - 600, sewage: 600 }, totalFen: MODEL_FEN, adjustedFen: 0,
      paidFen: 0, lateFeePaidFen: 0, lateFeeWaivedFen: 0, dueOn: '2099-01-01', lateFeeFromOn: '2099-01-01', lateFeeRate: 50, state: 'draft', paymentId: null, settledAt: null, replacesBillId: null,
      voidReason: null, version: 1, issuedAt: now,
    });
    const order = { method: 'wechat', state: 'unpaid', via: 'weapp', amountFen: MODEL_FEN, description: '水费', residentId: resident, appId: serverSettings().WECHAT_APP_ID };
    const { id: payment } = await tx.save(Payment, newPayment(order, now));
    const { id: item } = await tx.save(PaymentItem, {
      paymentId: payment, kind: 'bill', billId: bill, accountId: account, accountNumber: '10000000', fromOn: '2026-09-01', toOn: '2026-09-28', openFen: MODEL_FEN, principalFen: MODEL_FEN, lateFeeFen: 0, settled: null,
      refundedPrincipalFen: 0, refundedLateFeeFen: 0,
    });
    return { resident, openid, account, binding, bill, payment, item };
  });
}

/** Takes the models of payments away, which pay for nothing. */
export async function forgetPaymentModels(query, { payment, item, bill }) {
  await query(`DELETE FROM payment_item WHERE id = ${item}`);
  await query(`DELETE FROM payment WHERE id = ${payment}`);
  await query(`DELETE FROM bill WHERE id = ${bill}`);
}

/** A finished import, which settled bills of an older system came by; its entries' cause ids begin with the id returned. */
export async function finishedImport(query) {
  const { insertId } = await query(
    `INSERT INTO import_job (kind, file_name, path, mapping, state, total_rows, done_rows, created_rows, updated_rows, unchanged_rows, faulty_rows, bills_issued, first_faults, started_by, started_at, touched_at)
     VALUES ('readings', 'older.csv', '', '{}', 'finished', 0, 0, 0, 0, 0, 0, 0, '[]', 'model', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
  );
  return insertId;
}

/**
 * Copies rows within the database: `copy(table, id, n, changes)` makes copies 1 … n of the row `id`, each column as it is or by `changes`, SQL in which
 * `s.seq` counts. The id is the database's to give unless it is among the changes.
 * @param {(sql: string, values?: unknown[]) => Promise<any>} query
 */
export async function rowCopier(query) {
  const rows = await query('SELECT table_name AS tableName, column_name AS columnName FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY ordinal_position');
  const columnsOf = (table) => rows.filter(({ tableName }) => tableName === table).map(({ columnName }) => columnName);
  const chunk = 100_000;
  return async (table, id, n, changes) => {
    const names = columnsOf(table).filter((name) => name !== 'id' || 'id' in changes);
    const values = names.map((name) => changes[name] ?? `m.\`${name}\``);
    for (let from = 1; from <= n; from += chunk)
      await query(`INSERT INTO ${table} (${names.map((name) => `\`${name}\``).join(', ')}) SELECT ${values.join(', ')} FROM seq_${from}_to_${Math.min(n, from + chunk - 1)} s JOIN ${table} m ON m.id = ${id}`);
  };
}
