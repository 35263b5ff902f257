/** What machines ask of the server: is it alive, is it fit to serve, what does it offer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('health', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  beforeAll(async () => {
    database = await engine.createEmpty();
    server = await startServer(database);
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it('is alive and ready', async () => {
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  });

  it('describes itself', async () => {
    const answer = await fetch(`${server.url}/api/openapi.json`);
    const description = (await answer.json()) as { openapi: string; paths: Record<string, unknown> };
    expect(description.openapi).toMatch(/^3\./);
    expect(Object.keys(description.paths)).toContain('/api/staff/login');
    expect((await fetch(`${server.url}/api/docs`)).headers.get('content-type')).toContain('text/html');
  });

  it('answers an unknown route in the one error shape, with the id that is in the log', async () => {
    const answer = await fetch(`${server.url}/api/no-such-thing`);
    expect(answer.status).toBe(404);
    const body = (await answer.json()) as { code: string; message: string; requestId: string };
    expect(body).toEqual({ code: 'NOT_FOUND', message: expect.any(String), requestId: answer.headers.get('x-request-id') });
  });
});
