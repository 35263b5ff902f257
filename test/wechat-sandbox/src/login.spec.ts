import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { NotifyReceiver } from './testing/notify-receiver.js';
import { type Answer, type TestSandbox, send, startTestSandbox, until } from './testing/test-merchant.js';

describe('login, tokens and phone numbers', () => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox();
  });
  afterAll(() => test.stop());
  afterEach(() => goBy(0));

  const MINUTE = 60_000;
  const goBy = (offsetMs: number): Promise<Answer> => test.merchant.control('POST', '/sandbox/clock', { offsetMs });
  const codeFor = async (user: string, kind = 'weapp'): Promise<string> => (await test.merchant.control('POST', '/sandbox/login-code', { user, kind })).json.code;
  const session = (changes: Record<string, string>): Promise<Answer> => {
    const { appId, secret } = test.merchant.credentials;
    return send(`${test.sandbox.url}/sns/jscode2session?${new URLSearchParams({ appid: appId, secret, grant_type: 'authorization_code', ...changes })}`);
  };
  const token = async (changes: object = {}): Promise<Answer> => {
    const { appId, secret } = test.merchant.credentials;
    return test.merchant.control('POST', '/cgi-bin/stable_token', { grant_type: 'client_credential', appid: appId, secret, ...changes });
  };
  const tokenText = async (changes: object = {}): Promise<string> => (await token(changes)).json.access_token;
  const scene = (accessToken: string): Promise<Answer> => test.merchant.control('POST', `/wxa/getwxacodeunlimit?access_token=${accessToken}`, { scene: 'a=1' });

  it('changes a code into a session, once', async () => {
    const code = await codeFor('wang-xiuying');
    const first = await session({ js_code: code });
    expect(first.json).toMatchObject({ openid: test.openid, unionid: expect.any(String), session_key: expect.stringMatching(/^.{24}$/) });
    expect(first.json.errcode).toBeUndefined();
    const second = await session({ js_code: code });
    expect([second.status, second.json.errcode]).toEqual([200, 40029]);
  });

  it('refuses codes that are wrong, old or of the other app, and bad credentials', async () => {
    expect((await session({ js_code: 'x' })).json.errcode).toBe(40029);
    expect((await session({ js_code: await codeFor('wang-xiuying', 'h5') })).json.errcode).toBe(40029);
    const old = await codeFor('wang-xiuying');
    await goBy(5 * MINUTE + 1000);
    expect((await session({ js_code: old })).json.errcode).toBe(40029);
    await goBy(0);
    const code = await codeFor('wang-xiuying');
    expect((await session({ js_code: code, secret: 'x' })).json.errcode).toBe(40125);
    expect((await session({ js_code: code, appid: 'wx0' })).json.errcode).toBe(40013);
    expect((await session({ js_code: code, grant_type: 'x' })).json.errcode).toBe(40002);
    expect((await session({ js_code: code })).json.openid).toBe(test.openid);
  });

  it('refuses a blocked user and one who logs in all the time', async () => {
    await test.merchant.control('POST', '/sandbox/users', { id: 'bad', name: '坏人', blocked: true });
    expect((await session({ js_code: await codeFor('bad') })).json.errcode).toBe(40226);
    await test.merchant.control('POST', '/sandbox/users', { id: 'busy', name: '忙人' });
    for (let count = 0; count < 100; count += 1) expect((await session({ js_code: await codeFor('busy') })).json.openid).toBeDefined();
    expect((await session({ js_code: await codeFor('busy') })).json.errcode).toBe(45011);
  });

  it('authorises a web page: the same person, another openid', async () => {
    const { h5AppId, h5Secret, appId } = test.merchant.credentials;
    const page = (changes: Record<string, string> = {}) => `${test.sandbox.url}/connect/oauth2/authorize?${new URLSearchParams({
      appid: h5AppId, redirect_uri: 'http://127.0.0.1:5173/h5/?a=1#/login', response_type: 'code', scope: 'snsapi_base', state: 'st4te', ...changes,
    })}`;
    const choice = await send(page());
    expect(choice.status).toBe(200);
    expect(choice.body.toString()).toContain('王秀英');
    const redirect = await send(page({ as: 'wang-xiuying' }));
    expect(redirect.status).toBe(302);
    const target = new URL(redirect.headers['location'] ?? '');
    expect([target.origin, target.searchParams.get('a'), target.searchParams.get('state'), target.hash]).toEqual(['http://127.0.0.1:5173', '1', 'st4te', '#/login']);

    const exchange = () => send(`${test.sandbox.url}/sns/oauth2/access_token?${new URLSearchParams({ appid: h5AppId, secret: h5Secret, code: target.searchParams.get('code') ?? '', grant_type: 'authorization_code' })}`);
    const first = await exchange();
    const weapp = await session({ js_code: await codeFor('wang-xiuying') });
    expect(first.json).toMatchObject({ openid: test.h5Openid, scope: 'snsapi_base', unionid: weapp.json.unionid, expires_in: 7200 });
    expect(first.json.openid).not.toBe(weapp.json.openid);
    expect((await exchange()).json.errcode).toBe(40163);

    const fresh = await send(page({ as: 'new', name: '新来的' }));
    expect(fresh.status).toBe(302);
    expect((await test.merchant.control('GET', '/sandbox/users')).json.users.some((user: { name: string }) => user.name === '新来的')).toBe(true);
    const wrongs: Record<string, string>[] = [{ appid: appId }, { scope: 'all' }, { response_type: 'token' }, { redirect_uri: 'javascript:alert(1)' }, { state: '<b>' }, { as: 'nobody' }];
    for (const wrong of wrongs) {
      expect((await send(page(wrong))).status).toBe(400);
    }
  });

  it('gives the same token until its last five minutes, when both are good', async () => {
    const first = await token();
    expect(first.json.expires_in).toBeGreaterThan(7190);
    expect(await tokenText()).toBe(first.json.access_token);
    await goBy(114 * MINUTE);
    expect(await tokenText()).toBe(first.json.access_token);
    await goBy(116 * MINUTE);
    const second = await tokenText();
    expect(second).not.toBe(first.json.access_token);
    expect((await scene(first.json.access_token)).headers['content-type']).toBe('image/png');
    expect((await scene(second)).headers['content-type']).toBe('image/png');
    await goBy(121 * MINUTE);
    expect((await scene(first.json.access_token)).json.errcode).toBe(42001);
    expect((await scene('x')).json.errcode).toBe(40001);
    expect((await scene('')).json.errcode).toBe(41001);
  });

  it('a forced token ends the old one, but not twice within thirty seconds', async () => {
    await goBy(300 * MINUTE);
    const first = await tokenText();
    const forced = await tokenText({ force_refresh: true });
    expect(forced).not.toBe(first);
    expect((await scene(first)).json.errcode).toBe(40001);
    expect(await tokenText({ force_refresh: true })).toBe(forced);
    expect((await token({ secret: 'x' })).json.errcode).toBe(40125);
    expect((await token({ grant_type: 'x' })).json.errcode).toBe(40002);
  });

  it('keeps the mini-program’s calls to the mini-program’s token', async () => {
    const { h5AppId, h5Secret } = test.merchant.credentials;
    expect((await scene(await tokenText({ appid: h5AppId, secret: h5Secret }))).json.errcode).toBe(48001);
  });

  it('changes a phone code into a number, once, within five minutes, and counts the cost', async () => {
    const path = `/wxa/business/getuserphonenumber?access_token=${await tokenText()}`;
    const { code } = (await test.merchant.control('POST', '/sandbox/phone-code', { user: 'wang-xiuying', phone: '13912345678' })).json;
    const first = await test.merchant.control('POST', path, { code });
    expect(first.json).toMatchObject({ errcode: 0, phone_info: { phoneNumber: '13912345678', purePhoneNumber: '13912345678', countryCode: '86' } });
    expect((await test.merchant.control('POST', path, { code })).json.errcode).toBe(40029);
    const late = (await test.merchant.control('POST', '/sandbox/phone-code', { user: 'wang-xiuying' })).json;
    await goBy(5 * MINUTE + 1000);
    expect((await test.merchant.control('POST', path, { code: late.code })).json.errcode).toBe(40029);
    expect((await test.merchant.control('GET', '/sandbox/phone-numbers')).json.charged).toBe(1);
  });

  it('checks text and pictures', async () => {
    const accessToken = await tokenText();
    const text = (changes: object) => test.merchant.control('POST', `/wxa/msg_sec_check?access_token=${accessToken}`, { content: '水管漏水', version: 2, scene: 2, openid: test.openid, ...changes });
    expect((await text({})).json).toMatchObject({ errcode: 0, result: { suggest: 'pass', label: 100 } });
    expect((await text({ content: '这里是违规测试' })).json.result.suggest).toBe('risky');
    expect((await text({ openid: 'x' })).json.errcode).toBe(40003);
    expect((await text({ version: 1 })).json.errcode).toBe(40097);
    expect((await text({ scene: 9 })).json.errcode).toBe(40129);
    const media = await test.merchant.control('POST', `/wxa/media_check_async?access_token=${accessToken}`, { media_url: 'https://water.example/a.jpg', media_type: 2, version: 2, scene: 2, openid: test.openid });
    expect(media.json).toMatchObject({ errcode: 0, trace_id: expect.any(String) });
  });

  it('pushes the verdict on a picture, signed by the push token', async () => {
    const receiver = await NotifyReceiver.listen();
    await test.merchant.control('POST', '/sandbox/settings', { messagePushUrl: receiver.url });
    const picture = { media_url: 'https://water.example/risky.jpg', media_type: 2, version: 2, scene: 2, openid: test.openid };
    const { trace_id: traceId } = (await test.merchant.control('POST', `/wxa/media_check_async?access_token=${await tokenText()}`, picture)).json;
    const pushed = () => receiver.received.find((one) => one.json.trace_id === traceId);
    await until(() => pushed() !== undefined);
    await test.merchant.control('POST', '/sandbox/settings', { messagePushUrl: '' });
    await receiver.close();
    const push = pushed();
    expect(push?.json).toMatchObject({ Event: 'wxa_media_check', result: { suggest: 'risky' } });
    const query = new URLSearchParams(push?.url.split('?')[1]);
    const signed = [test.merchant.credentials.messagePushToken, query.get('timestamp') ?? '', query.get('nonce') ?? ''].sort().join('');
    expect(query.get('signature')).toBe(createHash('sha1').update(signed).digest('hex'));
  });

  it('draws mini-program codes and refuses scenes that are none', async () => {
    const accessToken = await tokenText();
    const draw = (content: object) => test.merchant.control('POST', `/wxa/getwxacodeunlimit?access_token=${accessToken}`, content);
    const [one, other] = [await draw({ scene: 't=1', page: 'pages/home/index' }), await draw({ scene: 't=2' })];
    expect(one.body.subarray(1, 4).toString()).toBe('PNG');
    expect(one.body.equals(other.body)).toBe(false);
    for (const wrong of [{ scene: '' }, { scene: 'a'.repeat(33) }, { scene: '水' }, { scene: 'a b' }]) expect((await draw(wrong)).json.errcode).toBe(40169);
    expect((await draw({ scene: 'a', page: '/pages/home' })).json.errcode).toBe(41030);
    expect((await draw({ scene: 'a', width: 100 })).json.errcode).toBe(40097);
  });

  it('wants the right method and JSON', async () => {
    expect((await send(`${test.sandbox.url}/cgi-bin/stable_token`)).json.errcode).toBe(43002);
    expect((await test.merchant.control('POST', '/sns/jscode2session', {})).json.errcode).toBe(43001);
    expect((await send(`${test.sandbox.url}/cgi-bin/stable_token`, { method: 'POST', body: '{' })).json.errcode).toBe(47001);
    expect((await send(`${test.sandbox.url}/cgi-bin/nothing`)).status).toBe(404);
  });
});
