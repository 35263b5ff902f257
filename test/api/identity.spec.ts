/** Who a resident is: one person through two WeChat apps, first logins at once, phone, session, and where the web login may lead. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import * as identity from '@shouwen/shared/contract/identity';
import { IdentityService } from '../../server/src/identity/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { Client } from '../support/http.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('identity', (engine) => {
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
  afterEach(async () => {
    server.clock.release();
    await sandbox.control.noFaults();
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });
  const login = async (user: string, via: 'weapp' | 'h5' = 'weapp') => client.call(identity.login, { body: { via, code: await sandbox.control.loginCode(user, via) } });

  it('knows one person by both apps through the unionid', async () => {
    const { id } = await sandbox.control.createUser();
    const [weapp, h5] = [await login(id), await login(id, 'h5')];
    expect(h5.resident.id).toBe(weapp.resident.id);
    const openids = server.app.get(IdentityService);
    const user = sandbox.parts.users.find(id);
    expect(await openids.openidOf(weapp.resident.id, 'weapp')).toBe(user?.openid.weapp);
    expect(await openids.openidOf(weapp.resident.id, 'h5')).toBe(user?.openid.h5);
  });

  it('makes one resident of many first logins at once, through both apps', async () => {
    const { id } = await sandbox.control.createUser();
    const sessions = await Promise.all(Array.from({ length: 12 }, (_, i) => login(id, i % 2 ? 'h5' : 'weapp')));
    expect(new Set(sessions.map((session) => session.resident.id)).size).toBe(1);
    expect(new Set(sessions.map((session) => session.token)).size).toBe(12);
    const [row] = await server.query('SELECT COUNT(*) AS n FROM resident_openid WHERE resident_id = ?', [sessions[0]!.resident.id]);
    expect(Number(row?.['n'])).toBe(2);
  });

  it('keeps a session for 30 days, and no longer', async () => {
    const { id } = await sandbox.control.createUser();
    const { token, expiresAt } = await login(id);
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)).toBe(30);
    server.clock.advance(30 * 86_400_000 - 60_000);
    await client.as(token).call(identity.me);
    server.clock.advance(120_000);
    expect(await client.as(token).refused(identity.me)).toMatchObject({ status: 401, code: 'SIGN_IN_REQUIRED' });
  });

  it('tells a wrong code from a WeChat that does not answer', async () => {
    expect(await client.refused(identity.login, { body: { via: 'weapp', code: 'made-up' } })).toMatchObject({ status: 401, code: 'WECHAT_LOGIN_FAILED' });
    const { id } = await sandbox.control.createUser({ blocked: true });
    expect(await client.refused(identity.login, { body: { via: 'weapp', code: await sandbox.control.loginCode(id) } })).toMatchObject({ code: 'WECHAT_LOGIN_FAILED' });
    await sandbox.control.fault({ kind: 'api-error', match: 'jscode2session', count: 1 });
    expect(await client.refused(identity.login, { body: { via: 'weapp', code: 'any' } })).toMatchObject({ status: 503, code: 'BUSY' });
  });

  it('keeps the WeChat phone number encrypted, and asks for each once', async () => {
    const { id } = await sandbox.control.createUser({ phone: '13812341234' });
    const { token, resident } = await login(id);
    const code = await sandbox.control.phoneCode(id);
    expect(await client.as(token).call(identity.sharePhone, { body: { code } })).toMatchObject({ phoneMasked: '138****1234' });
    expect((await client.as(token).call(identity.me)).phoneMasked).toBe('138****1234');
    expect(await server.app.get(IdentityService).phoneOf(resident.id)).toBe('13812341234');
    const [row] = await server.query('SELECT * FROM resident WHERE id = ?', [resident.id]);
    expect(JSON.stringify(row)).not.toContain('13812341234');
    expect(await client.as(token).refused(identity.sharePhone, { body: { code } })).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    expect((await client.refused(identity.sharePhone, { body: { code } })).status).toBe(401);
  });

  it('fetches a new access token when WeChat no longer takes the old one', async () => {
    const { id } = await sandbox.control.createUser({ phone: '13812345678' });
    const { token } = await login(id);
    const share = async () => client.as(token).call(identity.sharePhone, { body: { code: await sandbox.control.phoneCode(id) } });
    await share();
    // All stable tokens are gone, as after someone reset the secret.
    sandbox.parts.tokens.stableToken({ grant_type: 'client_credential', appid: sandbox.environment['WECHAT_APP_ID'], secret: sandbox.environment['WECHAT_APP_SECRET'], force_refresh: true });
    expect(await share()).toMatchObject({ phoneMasked: '138****5678' });
  });

  it('sends the browser to WeChat, and back to this server only', async () => {
    const state = 'abcdef0123456789';
    const { url } = await client.call(identity.webAuthorization, { query: { returnTo: `${server.url}/app/`, state } });
    const target = new URL(url);
    expect(target.origin).toBe(sandbox.url);
    expect(Object.fromEntries(target.searchParams)).toMatchObject({ appid: sandbox.environment['WECHAT_H5_APP_ID'], redirect_uri: `${server.url}/app/`, response_type: 'code', scope: 'snsapi_base', state });
    expect(target.hash).toBe('#wechat_redirect');
    for (const returnTo of ['https://evil.example/', `${server.url}.evil.example/`, `${server.url}@evil.example/`, '//evil.example', 'javascript:alert(1)'])
      expect(await client.refused(identity.webAuthorization, { query: { returnTo, state } })).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    expect((await client.refused(identity.webAuthorization, { query: { returnTo: `${server.url}/app/`, state: '"><' } })).status).toBe(400);
  });

  it('tells clients what they must know, and no secret', async () => {
    const bare = await client.call(identity.clientConfiguration);
    expect(bare).toMatchObject({ weappId: sandbox.environment['WECHAT_APP_ID'], mapSketch: null, subscribeTemplates: [{ purpose: 'ticket' }, { purpose: 'appointment' }, { purpose: 'bill', id: sandbox.environment['WECHAT_TEMPLATE_BILL'] }] });
    const text = JSON.stringify(bare);
    for (const secret of ['WECHAT_APP_SECRET', 'WECHAT_H5_APP_SECRET', 'WECHAT_PAY_API_V3_KEY']) expect(text).not.toContain(sandbox.environment[secret]);
    const folder = database.environment['DATA_DIR'] as string;
    mkdirSync(folder, { recursive: true });
    const sketch = { type: 'FeatureCollection', features: [] };
    writeFileSync(join(folder, 'map-sketch.json'), JSON.stringify(sketch));
    expect((await client.call(identity.clientConfiguration)).mapSketch).toEqual(sketch);
  });
});
