/** Every route there is, asked by strangers: what is not meant for everyone answers nobody without the right session. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { engines, type TestDatabase } from '../support/databases.js';
import { type Halls, openHalls, residents } from '../support/halls.js';
import { type ServerInProcess, startServer } from '../support/server.js';

/** Each with the reason why it needs no session. A new route is not on this list until someone puts it here. */
const open: Record<string, string> = {
  'GET /health': 'machines ask',
  'GET /ready': 'machines ask',
  'POST /api/staff/login': 'gives the session',
  'POST /api/staff/logout': 'ends whatever session there is',
  'POST /api/identity/login': 'gives the session',
  'POST /api/identity/logout': 'ends whatever session there is',
  'GET /api/identity/web-authorization': 'the way to log in',
  'GET /api/client-configuration': 'needed before logging in',
  'GET /api/services': 'a public catalogue (QU-4)',
  'GET /api/categories': 'what can be asked for, no persons',
  'GET /api/applications/triage': 'what the words asked about may be, no persons (AP-1)',
  'GET /api/applications/guides': 'materials, steps and limits, no persons',
  'GET /api/applications/{number}/acceptance-slip': 'the address itself is signed',
  'GET /evaluate/{id}': 'the address itself is signed (FU-2)',
  'POST /evaluate/{id}': 'the address itself is signed, and counts once (FU-2)',
  'GET /api/tickets/{number}/materials-notice/paper': 'the address itself is signed',
  'GET /api/receipts/{number}/check': 'the address itself is signed (PY-10)',
  'GET /api/invoices/{id}/pdf': 'the address itself is signed',
  'GET /api/invoices/{id}/ofd': 'the address itself is signed',
  'GET /api/halls': 'public addresses',
  'GET /api/halls/{hallId}/days': 'free places, no persons',
  'GET /api/halls/{hallId}/slots': 'free places, no persons',
  'GET /api/attachments/{id}': 'the address itself is signed',
  'POST /api/wechat/notify/payment': 'the message itself is signed',
  'POST /api/wechat/notify/refund': 'the message itself is signed',
  'POST /api/hotline/incoming': 'the exchange has a token',
};

let database: TestDatabase;
let server: ServerInProcess;
let halls: Halls;
let routes: { method: string; path: string; url: string }[];
beforeAll(async () => {
  database = await engines[0]!.create();
  server = await startServer(database);
  halls = await openHalls(server);
  const { paths } = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> };
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path, url: server.url + path.replace(/\{number\}/g, '200000018').replace(/\{\w+\}/g, '1') })),
  );
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const ask = async ({ method, url }: { method: string; url: string }, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, { method, redirect: 'manual', headers: { ...headers, 'idempotency-key': 'a-key-of-a-stranger' } });
  await answer.body?.cancel();
  return answer.status;
};
const closed = () => routes.filter(({ method, path }) => open[`${method} ${path}`] === undefined);

it('are all known, and the open ones are the ones meant to be', async () => {
  expect(routes.length).toBeGreaterThan(60);
  const known = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  expect(Object.keys(open).filter((route) => !known.has(route))).toEqual([]);
});

it('refuse whoever has no session, or a made-up one', async () => {
  for (const route of closed()) {
    expect([route.method, route.path, await ask(route)]).toEqual([route.method, route.path, 401]);
    expect([route.path, await ask(route, { authorization: `Bearer ${'A'.repeat(43)}` })]).toEqual([route.path, 401]);
    expect([route.path, await ask(route, { cookie: `shouwen_staff=${'A'.repeat(43)}` })]).toEqual([route.path, 401]);
  }
});

it('refuse a resident at the doors of staff, and staff at the doors of residents', async () => {
  const [resident] = await residents(server, 1);
  const staffOnly = closed().filter(({ path }) => path.startsWith('/api/staff/'));
  const residentsOnly = closed().filter(({ path }) => !path.startsWith('/api/staff/') && path !== '/api/attachments');
  expect([staffOnly.length, residentsOnly.length].every((count) => count > 15)).toBe(true);
  for (const route of staffOnly) expect([route.path, await ask(route, { authorization: `Bearer ${resident!.token}` })]).toEqual([route.path, 401]);
  for (const route of residentsOnly) expect([route.path, await ask(route, { authorization: `Bearer ${halls.clerk.token}` })]).toEqual([route.path, 401]);
});

it('refuse staff whose role does not open the door', async () => {
  const refused: [string, string, keyof Halls][] = [
    ['GET', '/api/staff/imports', 'clerk'],
    ['POST', '/api/staff/hotline/calls', 'clerk'],
    ['GET', '/api/staff/imports', 'agent'],
  ];
  for (const [method, path, who] of refused)
    expect([path, who, await ask({ method, url: server.url + path }, { authorization: `Bearer ${(halls[who] as Halls['clerk']).token}` })]).toEqual([path, who, 403]);
});

it('refuse a browser that another site sends with the staff cookie', async () => {
  const cookie = `shouwen_staff=${halls.clerk.token}`;
  for (const [path, past] of [['/api/staff/duty', 400], ['/api/attachments', 415]] as const) {
    const route = { method: 'POST', url: server.url + path };
    expect(await ask(route, { cookie, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await ask(route, { cookie, 'sec-fetch-site': 'same-site' })).toBe(403);
    // Past that door: the missing body is what is refused.
    expect(await ask(route, { cookie, 'sec-fetch-site': 'same-origin' })).toBe(past);
  }
});

it('refuse another site that would sign a browser in', async () => {
  const login = (site: string) =>
    fetch(`${server.url}/api/staff/login`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': site }, body: 'staffNumber=1001&password=x' });
  expect((await login('cross-site')).status).toBe(403);
  expect((await login('same-origin')).status).toBe(401);
});

it('do not let one address lock a person out of their work', async () => {
  const login = async (address: string) =>
    (await fetch(`${server.url}/api/staff/login`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': address }, body: JSON.stringify({ staffNumber: '7301', password: 'x' }) })).status;
  const stranger: number[] = [];
  for (let i = 0; i < 12; i++) stranger.push(await login('203.0.113.7'));
  expect(stranger).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  expect(await login('203.0.113.8')).toBe(401);
});

it('answer bodies nobody sends by accident with a refusal, never with a failure', async () => {
  const [resident] = await residents(server, 1);
  const authorization = `Bearer ${resident!.token}`;
  const send = async (path: string, type: string, body: string) => {
    const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers: { authorization, 'content-type': type, 'idempotency-key': 'a-key-of-a-stranger' }, body });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };
  expect(await send('/api/leaks', 'application/json', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`)).toEqual([400, 'INVALID_INPUT']);
  expect(await send('/api/leaks', 'application/json', '{"__proto__":{"x":1}}')).toEqual([400, 'INVALID_INPUT']);
  expect(await send('/api/attachments', 'multipart/form-data', 'x')).toEqual([400, 'INVALID_INPUT']);
  expect(await send('/api/attachments', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc')).toEqual([400, 'INVALID_INPUT']);
  const broken = await fetch(`${server.url}/api/%`);
  expect([broken.status, ((await broken.json()) as { code: string }).code]).toEqual([400, 'INVALID_INPUT']);
  for (const path of [`/api/halls/${halls.west}/slots?serviceId=1&date=9999-12-31`, `/api/halls/${halls.west}/slots?serviceId=1&date=0000-01-01`]) expect((await fetch(server.url + path)).status).toBeLessThan(500);
});

it('end with the session', async () => {
  const [resident] = await residents(server, 1);
  const headers = { authorization: `Bearer ${resident!.token}` };
  const mine = { method: 'GET', url: `${server.url}/api/identity/me` };
  expect(await ask(mine, headers)).toBe(200);
  server.clock.advance(3 * 365 * 24 * 3_600_000);
  expect(await ask(mine, headers)).toBe(401);
  server.clock.release();
  expect(await ask(mine, headers)).toBe(200);
  await fetch(`${server.url}/api/identity/logout`, { method: 'POST', headers });
  expect(await ask(mine, headers)).toBe(401);
});

it('tells browsers the same with every answer: page, file, API, refusal, broken address, event stream', async () => {
  const asked: [string, number, RequestInit?][] = [
    ['/console/', 200], ['/app/', 200], ['/api/docs', 200], ['/api/openapi.json', 200], ['/health', 200], ['/api/halls', 200], ['/api/staff/tickets', 401], ['/api/no-such-thing', 404], ['/no-such-page', 404], ['/%zz', 400],
    ['/api/staff/login', 400, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }],
    ['/api/staff/login', 413, { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"a":"${'x'.repeat(300 * 1024)}"}` }],
    ['/api/staff/live', 200, { headers: { authorization: `Bearer ${halls.clerk.token}` } }],
  ];
  for (const [path, status, init] of asked) {
    const answer = await fetch(server.url + path, { redirect: 'manual', ...init });
    await answer.body?.cancel();
    const told = Object.fromEntries(['x-content-type-options', 'x-frame-options', 'referrer-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy'].map((name) => [name, answer.headers.get(name)]));
    expect({ path, status: answer.status, ...told }).toEqual({
      path, status, 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
    });
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'self'", "frame-ancestors 'self'", "object-src 'none'", "script-src 'self'", "form-action 'self'"]) expect({ path, policy }).toEqual({ path, policy: expect.stringContaining(part) });
    expect(policy).not.toMatch(/script-src[^;]*'unsafe/);
  }
});
