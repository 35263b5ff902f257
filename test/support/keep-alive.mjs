/** HTTP over connections that stay open, as a reverse proxy holds them, at as little cost to the measuring side as possible. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/**
 * @typedef {{ method?: string, path: string, token?: string, key?: string | boolean, headers?: Record<string, string>, body?: unknown }} Call `key`: of the intent, or true for a new one.
 * @typedef {{ status: number, text: string, milliseconds: number }} Reply
 */
export class KeepAlive {
  /** @param {number} connections at most so many at once */
  constructor(connections) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /**
   * Rejects when the connection breaks before the answer is whole.
   * @param {string} url @param {Call} call @returns {Promise<Reply>}
   */
  send(url, { method = 'GET', path, token, key, headers: more, body }) {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...more,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key === true ? randomUUID() : String(key) }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    };
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = request(`${url}${path}`, { method, headers, agent: this.agent, timeout: 30_000 }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString(), milliseconds: performance.now() - started }));
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in 30 s')));
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  }

  close() {
    this.agent.destroy();
  }
}
