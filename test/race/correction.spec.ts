/** An account's bills under several hands at once: corrections meet corrections and payments; what stands in the end follows from the readings, and the books agree (PY-9). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as desk from '@shouwen/shared/contract/billing-desk';
import { approve, openDecider } from '../support/approving.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, type Person } from '../support/halls.js';
import { accountColumns, bringIn, readingColumns } from '../support/importing.js';
import { eventually, type Payer, PayingTown } from '../support/paying.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('corrections at once', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let server: ServerInProcess;
  let town: PayingTown;
  let halls: Halls;
  let decider: Person;
  let next = 70_000_000;
  beforeAll(async () => {
    database = await engine.create();
    sandbox = await startTestSandbox();
    server = await startServer(database, sandbox.environment);
    town = new PayingTown(server, sandbox);
    halls = await openHalls(server);
    decider = await openDecider(server);
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });

  /** Read on the tenth of each month from January 2026 on. */
  async function household(values: number[], payer: Payer | null = null): Promise<number> {
    const number = String(++next);
    await bringIn(halls.administrator.client, 'accounts', `${accountColumns}\n${number},王小明,海慧路12号3栋,城区,13800001234,3,20181654321,annual-5-7-9,城区营业厅\n`);
    await bringIn(halls.administrator.client, 'readings', `${readingColumns}\n${values.map((value, i) => `${number},2026-${String(i + 1).padStart(2, '0')}-10,${value},`).join('\n')}\n`);
    const [row] = await server.query<{ id: number }>('SELECT id FROM water_account WHERE account_number = ?', [number]);
    if (payer) await server.query("INSERT INTO account_binding (resident_id, account_id, live_key, bound_at) VALUES (?, ?, ?, '2026-01-01 00:00:00.000')", [payer.id, row!.id, `${payer.id}:${row!.id}`]);
    return row!.id;
  }
  const bills = async (id: number) => (await halls.clerk.client.call(desk.accountBills, { path: { id }, query: { size: 100 } })).items;
  const live = async (id: number) => (await bills(id)).filter(({ state }) => state !== 'void').toReversed();
  const ask = (id: number, ordinal: number, seenValue: number, value: number) => halls.clerk.client.send(desk.correctReading, { path: { id, ordinal }, body: { seenValue, value, reason: '抄错了' } });
  /** Asked for by the clerk, and agreed by somebody else. */
  const correct = async (...asked: Parameters<typeof ask>) => {
    const answer = await ask(...asked);
    return answer.status === 200 ? approve(decider, (answer.body as { approvalId: number }).approvalId) : answer;
  };
  /** What the bills say is what the readings say, and nothing is charged twice. */
  async function expectFollowed(id: number): Promise<void> {
    const rows = await server.query<{ previous_reading: number; reading: number; used_before: number; year_volume: number; volume: number }>("SELECT previous_reading, reading, used_before, year_volume, volume FROM bill WHERE account_id = ? AND state <> 'void' ORDER BY reading_ordinal", [id]);
    const readings = await server.query<{ value: number }>('SELECT value FROM meter_reading WHERE account_id = ? ORDER BY ordinal', [id]);
    expect(rows.map(({ reading }) => reading)).toEqual(readings.slice(1).map(({ value }) => value));
    rows.forEach((row, i) => expect([row.previous_reading, row.used_before, row.volume]).toEqual([readings[i]!.value, i === 0 ? 0 : rows[i - 1]!.year_volume, row.reading - row.previous_reading]));
    expect(await server.ledgerFaults()).toEqual([]);
  }

  it('of two who correct the same figure one does', async () => {
    const id = await household([0, 100, 190, 270]);
    const answers = await Promise.all([90, 95, 80, 85].map((value) => ask(id, 2, 100, value)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 200).map(({ body }) => (body as { code: string }).code)).toEqual(Array(3).fill('APPROVAL_ALREADY_REQUESTED'));
    const { approvalId } = answers.find(({ status }) => status === 200)!.body as { approvalId: number };
    // Pressed twice by two who may decide.
    const decisions = await Promise.all([approve(decider, approvalId), approve(decider, approvalId)]);
    expect(decisions.filter(({ status }) => status === 200)).toHaveLength(1);
    await expectFollowed(id);
  }, 60_000);

  it('corrections of different figures come out as one after the other', async () => {
    const id = await household([0, 100, 190, 270, 280, 300]);
    const answers = await Promise.all([correct(id, 2, 100, 90), correct(id, 4, 270, 260), correct(id, 5, 280, 285), correct(id, 3, 190, 180)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await live(id)).map(({ volume }) => volume)).toEqual([90, 90, 80, 25, 15]);
    await expectFollowed(id);
  }, 60_000);

  it('a correction and a payment of the same bill: the money is on the new bill, with the account, or back with its payer', async () => {
    for (let round = 0; round < 4; round++) {
      const payer = await town.payer();
      const id = await household([0, 100], payer);
      const [bill] = await live(id);
      const started = await town.start(payer, [bill!.id], bill!.payableFen);
      const [, answer] = await Promise.all([town.confirm(payer, started), correct(id, 2, 100, 60)]);
      expect(answer.status).toBe(200);
      await eventually('the money has come to rest', async () => ['paid', 'refunded', 'credited'].includes(await town.stateOf(started.payment.id)), 30);
      const [current] = await live(id);
      expect(current).toMatchObject({ volume: 60, revision: 2 });
      const [balance] = await server.query<{ fen: string | null }>('SELECT SUM(balance_fen) AS fen FROM prepaid_balance WHERE account_id = ?', [id]);
      const [gone] = await server.query<{ fen: string | null }>("SELECT SUM(amount_fen) AS fen FROM payment_refund WHERE payment_id = ?", [started.payment.id]);
      // Every fen the payer gave is somewhere, once.
      expect(current!.paidFen + Number(balance?.fen ?? 0) + Number(gone?.fen ?? 0) + (await lateFees(id))).toBe(bill!.payableFen);
      await expectFollowed(id);
    }
  }, 120_000);

  it('a bill that was made of the old figure at the same moment is found afterwards and made anew, once', async () => {
    const id = await household([0, 100, 190]);
    expect((await correct(id, 3, 190, 180)).status).toBe(200);
    // As a writer leaves it who had read the figure before the correction.
    await server.query("UPDATE bill SET previous_reading = 99, volume = 81 WHERE account_id = ? AND reading_ordinal = 3 AND state = 'unpaid'", [id]);
    await server.query("UPDATE outbox SET next_attempt_at = '2020-01-01 00:00:00.000' WHERE topic = 'billing.recheck' AND done_at IS NULL");
    await eventually('it was made anew', async () => (await live(id)).at(-1)?.revision === 3, 30);
    await server.query("UPDATE outbox SET next_attempt_at = '2020-01-01 00:00:00.000' WHERE topic = 'billing.recheck' AND done_at IS NULL");
    await eventually('nothing is left to be looked at', async () => (await server.query("SELECT id FROM outbox WHERE topic = 'billing.recheck' AND done_at IS NULL AND next_attempt_at < '2021-01-01 00:00:00.000'")).length === 0, 30);
    expect((await live(id)).map(({ volume, revision }) => [volume, revision])).toEqual([[100, 1], [80, 3]]);
    await expectFollowed(id);
  }, 90_000);

  async function lateFees(id: number): Promise<number> {
    const [row] = await server.query<{ fen: string | null }>("SELECT SUM(late_fee_paid_fen) AS fen FROM bill WHERE account_id = ? AND state <> 'void'", [id]);
    return Number(row?.fen ?? 0);
  }
});
