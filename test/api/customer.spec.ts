/** Binding an account: only who knows it, in two steps, without a way to find out accounts by trying (PY-1, PR-1). */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import * as customer from '@shouwen/shared/contract/customer';
import * as identity from '@shouwen/shared/contract/identity';
import { WaterAccount } from '../../server/src/customer/index.js';
import { digestOf, Transactions } from '../../server/src/database/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { openHalls, type Person, residents } from '../support/halls.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('customer', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let hallId: number;
  let resident: Person;
  let made = 0;

  /** A fresh account each time: limits are kept per account. */
  async function account(fields: Partial<WaterAccount> = {}): Promise<WaterAccount> {
    const phone = fields.phone === undefined ? '13812341234' : fields.phone;
    const row = {
      accountNumber: String(20_000_000 + ++made), name: '欧阳明月', address: '海慧路12号3栋501室', zone: 'urban' as const, phone, phoneDigest: phone && digestOf(phone), householdSize: 3,
      meterNumber: 'LXS2015654321', tariffCode: 'annual-5-7-9', hallId, ...fields,
    };
    return server.app.get(Transactions).run((tx) => tx.save(WaterAccount, row));
  }
  const check = (accountNumber: string, value = '1234', kind: 'phone-tail' | 'meter-tail' = 'phone-tail') => ({ body: { accountNumber, proof: { kind, value } } });

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    hallId = (await openHalls(server)).center;
  });
  beforeEach(async () => {
    [resident] = (await residents(server, 1)) as [Person];
  });
  afterEach(() => server.clock.release());
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('shows masked name and address first, and binds on confirmation', async () => {
    const { accountNumber } = await account();
    const { ticket, ...seen } = await resident.client.call(customer.checkBinding, check(accountNumber, '654321', 'meter-tail'));
    expect(seen).toEqual({ accountNumber, nameMasked: '欧阳**', addressMasked: '海慧路***' });
    expect((await resident.client.call(customer.myAccounts)).items).toEqual([]);

    const bound = await resident.client.call(customer.confirmBinding, { body: { ticket } });
    expect(bound).toMatchObject({ accountNumber, nameMasked: '欧阳**', zone: 'urban', meterNumberTail: '4321', tariffName: '居民年阶梯水价', owedFen: 0, unpaidBillCount: 0 });
    expect((await resident.client.call(customer.myAccounts)).items).toEqual([bound]);
    expect((await resident.client.call(identity.me)).boundAccountCount).toBe(1);
    expect((await resident.client.refused(customer.confirmBinding, { body: { ticket } })).code).toBe('ACCOUNT_ALREADY_BOUND');
  });

  it('a repeated confirmation is one binding', async () => {
    const { accountNumber } = await account();
    const { ticket } = await resident.client.call(customer.checkBinding, check(accountNumber));
    const idempotencyKey = 'one-intent-0123456789';
    const first = await resident.client.call(customer.confirmBinding, { body: { ticket }, idempotencyKey });
    expect(await resident.client.call(customer.confirmBinding, { body: { ticket }, idempotencyKey })).toEqual(first);
    const answers = await Promise.all([1, 2, 3].map(() => resident.client.send(customer.confirmBinding, { body: { ticket } })));
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409]);
  });

  it('two confirmations at one moment make one binding', async () => {
    const { accountNumber } = await account();
    const { ticket } = await resident.client.call(customer.checkBinding, check(accountNumber));
    const answers = await Promise.all([1, 2, 3, 4].map(() => resident.client.send(customer.confirmBinding, { body: { ticket } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await resident.client.call(customer.myAccounts)).items).toHaveLength(1);
  });

  it('does not tell an unknown account from a wrong proof, in words or in what it does', async () => {
    const { accountNumber } = await account();
    const { accountNumber: withoutPhone } = await account({ phone: null });
    const statements = async (number: string, value: string) => {
      const [{ n: before }] = (await server.query('SELECT COUNT(*) AS n FROM throttle_attempt')) as [{ n: number }];
      const refusal = await resident.client.refused(customer.checkBinding, check(number, value));
      const [{ n: after }] = (await server.query('SELECT COUNT(*) AS n FROM throttle_attempt')) as [{ n: number }];
      const { requestId: _, ...answer } = refusal;
      return { answer, attempts: Number(after) - Number(before) };
    };
    const wrong = await statements(accountNumber, '9999');
    expect(wrong).toEqual({ answer: { status: 422, code: 'BINDING_NOT_MATCHED', message: expect.any(String), rule: 'PY-1' }, attempts: 2 });
    expect(await statements('99999999', '9999')).toEqual(wrong);
    // Neither an empty phone nor the stand-in for "no such account" can be guessed.
    expect(await statements(withoutPhone, '0000')).toEqual(wrong);
    expect(await statements('99999998', '0000')).toEqual(wrong);
  });

  it('stops a resident who keeps guessing, also with an account of their own in between', async () => {
    const own = await account();
    const other = await account();
    await resident.client.call(customer.checkBinding, check(own.accountNumber));
    for (let i = 0; i < 5; i++) expect((await resident.client.refused(customer.checkBinding, check(other.accountNumber, `000${i}`))).code).toBe('BINDING_NOT_MATCHED');
    expect(await resident.client.refused(customer.checkBinding, check(other.accountNumber))).toMatchObject({ status: 429, code: 'TOO_MANY_ATTEMPTS' });
    server.clock.advance(50 * 60_000);
    expect((await resident.client.refused(customer.checkBinding, check(other.accountNumber))).message).toBe('尝试次数太多，请 10 分钟后再试；着急可拨打客服热线');
    // Pressing while it is closed does not keep it closed.
    server.clock.advance(11 * 60_000);
    expect((await resident.client.call(customer.checkBinding, check(other.accountNumber))).accountNumber).toBe(other.accountNumber);
  });

  it('counts no right answer as a guess, but lets nobody walk through a list of accounts', async () => {
    const own = await account();
    for (let i = 0; i < 30; i++) expect((await resident.client.call(customer.checkBinding, check(own.accountNumber))).accountNumber).toBe(own.accountNumber);
    expect(await resident.client.refused(customer.checkBinding, check(own.accountNumber))).toMatchObject({ status: 429, code: 'TOO_MANY_ATTEMPTS' });
  });

  it('stops many residents who guess at one account', async () => {
    const { accountNumber } = await account();
    const crowd = await residents(server, 5);
    for (let i = 0; i < 20; i++) await crowd[i % 5]!.client.refused(customer.checkBinding, check(accountNumber, String(1000 + i)));
    expect((await resident.client.refused(customer.checkBinding, check(accountNumber))).code).toBe('TOO_MANY_ATTEMPTS');
    server.clock.advance(25 * 3_600_000);
    await resident.client.call(customer.checkBinding, check(accountNumber));
  });

  it('a ticket holds for ten minutes and for one resident', async () => {
    const { accountNumber } = await account();
    const { ticket } = await resident.client.call(customer.checkBinding, check(accountNumber));
    const [other] = (await residents(server, 1)) as [Person];
    expect((await other.client.refused(customer.confirmBinding, { body: { ticket } })).code).toBe('BINDING_EXPIRED');
    const forged = ticket.replace(/^\d+/, String(other.id));
    expect((await other.client.refused(customer.confirmBinding, { body: { ticket: forged } })).code).toBe('BINDING_EXPIRED');
    server.clock.advance(10 * 60_000 + 1);
    expect((await resident.client.refused(customer.confirmBinding, { body: { ticket } })).code).toBe('BINDING_EXPIRED');
  });

  it('unbinding ends the hold and keeps its history', async () => {
    const { id, accountNumber } = await account();
    for (let round = 0; round < 2; round++) {
      const { ticket } = await resident.client.call(customer.checkBinding, check(accountNumber));
      await resident.client.call(customer.confirmBinding, { body: { ticket } });
      await resident.client.call(customer.unbind, { path: { id } });
    }
    expect((await resident.client.call(customer.myAccounts)).items).toEqual([]);
    expect((await resident.client.refused(customer.unbind, { path: { id } })).code).toBe('NOT_FOUND');
    expect(await server.query('SELECT live_key FROM account_binding WHERE account_id = ?', [id])).toEqual([{ live_key: null }, { live_key: null }]);
  });

  it('keeps name and phone unreadable at rest', async () => {
    const { id } = await account();
    const [row] = await server.query<{ name: string; phone: string }>('SELECT name, phone FROM water_account WHERE id = ?', [id]);
    expect(row).toEqual({ name: expect.stringMatching(/^v1\./), phone: expect.stringMatching(/^v1\./) });
  });
});
