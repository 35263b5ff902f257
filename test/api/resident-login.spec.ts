/** A WeChat login becomes a session of ours, and each way it can fail is told apart without telling too much. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as identity from '@shouwen/shared/contract/identity';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('resident login', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let server: ServerInProcess;
  let client: Client;
  beforeAll(async () => {
    database = await engine.create();
    sandbox = await startTestSandbox();
    server = await startServer(database, sandbox.environment);
    client = new Client(server.url);
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });

  it('lets a person in by wx.login, and knows them again', async () => {
    const { id } = await sandbox.control.createUser({ name: '李梅' });
    const first = await client.call(identity.login, { body: { via: 'weapp', code: await sandbox.control.loginCode(id) } });
    expect(await client.as(first.token).call(identity.me)).toMatchObject({ id: first.resident.id, boundAccountCount: 0 });
    const second = await client.call(identity.login, { body: { via: 'weapp', code: await sandbox.control.loginCode(id) } });
    expect(second.resident.id).toBe(first.resident.id);
    expect(second.token).not.toBe(first.token);
  });

  it('lets a person in by the web authorisation', async () => {
    const { id } = await sandbox.control.createUser({ name: '王强' });
    const session = await client.call(identity.login, { body: { via: 'h5', code: await sandbox.control.loginCode(id, 'h5') } });
    expect(await client.as(session.token).call(identity.me)).toMatchObject({ id: session.resident.id });
  });

  it('refuses a code that was used, that is of the other app, and that was made up', async () => {
    const { id } = await sandbox.control.createUser();
    const used = await sandbox.control.loginCode(id);
    await client.call(identity.login, { body: { via: 'weapp', code: used } });
    for (const code of [used, await sandbox.control.loginCode(id, 'h5'), 'made-up'])
      expect((await client.refused(identity.login, { body: { via: 'weapp', code } })).status).toBeLessThan(500);
  });

  it('ends with the session', async () => {
    const { id } = await sandbox.control.createUser();
    const { token } = await client.call(identity.login, { body: { via: 'weapp', code: await sandbox.control.loginCode(id) } });
    await client.as(token).call(identity.logout);
    expect((await client.as(token).refused(identity.me)).status).toBe(401);
  });

  it('needs a session where a session is needed', async () => {
    expect((await client.refused(identity.me)).status).toBe(401);
    expect((await client.as('made-up-token').refused(identity.me)).status).toBe(401);
  });
});
