/** Subscribe messages: one consent is one message, nothing is sent without one, nothing is kept of what was said. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import * as notice from '@shouwen/shared/contract/notice';
import { Transactions } from '../../server/src/database/index.js';
import { NoticeService } from '../../server/src/notice/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { eventually, type Payer, PayingTown } from '../support/paying.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('notice', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let server: ServerInProcess;
  let town: PayingTown;
  beforeAll(async () => {
    database = await engine.create();
    sandbox = await startTestSandbox();
    server = await startServer(database, sandbox.environment);
    town = new PayingTown(server, sandbox);
  });
  afterEach(() => sandbox.control.noFaults());
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });
  const template = () => sandbox.environment['WECHAT_TEMPLATE_TICKET'] as string;
  let numbers = 0;
  const tell = async (to: Payer, key = `test:${++numbers}`) => {
    await server.app.get(Transactions).run((tx) =>
      server.app.get(NoticeService).toResident(
        tx,
        {
          residentId: to.id, purpose: 'ticket', key, page: '/ticket/detail/index?number=200000017',
          fields: { number: '200000017', matter: '海慧路与新华街交叉口东北角路面大量冒水已影响通行', state: '部门已办，待答复', at: '2026年03月02日 09:00', note: '抢修人员王强 13800138000 正赶往现场' },
        },
        new Date(),
      ),
    );
    return key;
  };
  const row = async (key: string) => (await server.query('SELECT * FROM notice WHERE notice_key = ?', [key]))[0];
  const finished = (key: string, state: string) => eventually(`${key} is ${state}`, async () => (await row(key))?.['state'] === state);
  const received = async (payer: Payer) => (await sandbox.control.messages()).filter((message) => message['userId'] === payer.user);

  it('sends one message for one consent, its fields fitted, and forgets its words', async () => {
    const payer = await town.payer();
    await sandbox.control.consent(payer.user, template(), 1);
    await payer.client.call(notice.recordConsents, { body: { templateIds: [template(), template(), 'made-up'] } });
    const first = await tell(payer);
    await finished(first, 'sent');
    expect(await received(payer)).toMatchObject([
      { page: 'ticket/detail/index?number=200000017', data: { character_string1: '200000017', thing2: '海慧路与新华街交叉口东北角路面大量冒水…', phrase3: '部门已办待' } },
    ]);
    expect((await row(first))?.['fields']).toBeNull();
    const second = await tell(payer);
    await finished(second, 'not-delivered');
    expect(await row(second)).toMatchObject({ reason: 'no-consent', fields: null });
    expect(await received(payer)).toHaveLength(1);
  });

  it('keeps the words encrypted, and out of the duty, while they wait', async () => {
    const payer = await town.payer();
    await sandbox.control.consent(payer.user, template(), 1);
    await payer.client.call(notice.recordConsents, { body: { templateIds: [template()] } });
    await sandbox.control.fault({ kind: 'api-error', match: 'subscribe/send' });
    const key = await tell(payer);
    await eventually('WeChat was asked', async () => {
      const duties = await server.query<{ attempts: number }>("SELECT attempts FROM outbox WHERE topic = 'notice' AND done_at IS NULL");
      return duties.some((duty) => duty.attempts > 0);
    });
    const kept = JSON.stringify([await row(key), await server.query("SELECT * FROM outbox WHERE topic = 'notice'")]);
    expect(kept).toContain('v1.');
    for (const word of ['13800138000', '海慧路']) expect(kept).not.toContain(word);
    await sandbox.control.noFaults();
    await finished(key, 'sent');
    expect(await received(payer)).toHaveLength(1);
  });

  it('believes WeChat when it says that no consent is left, and does not insist', async () => {
    const payer = await town.payer();
    await payer.client.call(notice.recordConsents, { body: { templateIds: [template()] } });
    const key = await tell(payer);
    await finished(key, 'not-delivered');
    expect(await row(key)).toMatchObject({ reason: 'no-consent' });
    const [consent] = await server.query('SELECT remaining FROM notice_consent WHERE resident_id = ?', [payer.id]);
    expect(consent?.['remaining']).toBe(0);
  });

  it('records a message that WeChat will never take', async () => {
    const payer = await town.payer();
    await sandbox.control.consent(payer.user, template(), 1);
    await payer.client.call(notice.recordConsents, { body: { templateIds: [template()] } });
    await sandbox.control.fault({ kind: 'api-error', match: 'subscribe/send', code: '47003', status: 200 });
    const key = await tell(payer);
    await finished(key, 'refused');
    expect(await row(key)).toMatchObject({ reason: '47003', fields: null });
  });

  it('tells nobody who never came by the mini-program, and the same thing once', async () => {
    const web = await town.payer('h5');
    const key = await tell(web);
    await finished(key, 'not-delivered');
    expect(await row(key)).toMatchObject({ reason: 'never-in-mini-program' });
    await tell(web, key);
    expect(await town.count('notice', `notice_key = '${key}'`)).toBe(1);
  });

  it('counts consents given at the same moment', async () => {
    const payer = await town.payer();
    await Promise.all(Array.from({ length: 8 }, () => payer.client.call(notice.recordConsents, { body: { templateIds: [template()] } })));
    const [consent] = await server.query('SELECT remaining FROM notice_consent WHERE resident_id = ?', [payer.id]);
    expect(consent?.['remaining']).toBe(8);
  });
});
