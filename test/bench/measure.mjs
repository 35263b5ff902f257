/** Turns of two servers on the same database: what differs between them is theirs, whatever the neighbours of this machine do. */
import { KeepAlive } from '../support/keep-alive.mjs';
import { cpuSeconds } from '../support/server-process.mjs';

const CONNECTIONS = 8;

/**
 * @typedef {{ url: string, pid: number }} Server
 * @typedef {{ cpuMs: number, perSecond: number, p50: number, p99: number, requests: number }} Figures CPU of the server and the database together, for one request.
 */

/**
 * `next()` gives the next call, or undefined when there are none left.
 * @param {{ limit: Server, product: Server, databasePid: number, next: { limit: () => import('../support/keep-alive.mjs').Call | undefined, product: () => import('../support/keep-alive.mjs').Call | undefined }, between?: () => Promise<unknown>, rounds: number, milliseconds: number }} plan `between`: done after each turn, and not measured
 * @returns {Promise<{ limit: Figures, product: Figures }>}
 */
export async function measure({ limit, product, databasePid, next, between = async () => {}, rounds, milliseconds }) {
  const sides = { limit: side(limit, next.limit), product: side(product, next.product) };
  // Until both are compiled: what is measured is how they run, not how they begin.
  for (const one of [sides.limit, sides.product]) await turn(one, databasePid, 2 * milliseconds);
  await between();
  for (const one of [sides.limit, sides.product]) one.reset();
  for (let round = 0; round < rounds; round++)
    for (const one of round % 2 === 0 ? [sides.limit, sides.product] : [sides.product, sides.limit]) {
      await turn(one, databasePid, milliseconds);
      await between();
    }
  for (const one of [sides.limit, sides.product]) one.http.close();
  return { limit: figures(sides.limit), product: figures(sides.product) };
}

function side(server, next) {
  const one = { server, next, http: new KeepAlive(CONNECTIONS), cpu: 0, seconds: 0, latencies: [], reset: () => Object.assign(one, { cpu: 0, seconds: 0, latencies: [] }) };
  return one;
}

async function turn(one, databasePid, milliseconds) {
  const cpu = () => cpuSeconds(one.server.pid) + cpuSeconds(databasePid);
  const [cpuBefore, since] = [cpu(), performance.now()];
  const until = since + milliseconds;
  const worker = async () => {
    while (performance.now() < until) {
      const call = one.next();
      if (!call) return;
      const { status, text, milliseconds: latency } = await one.http.send(one.server.url, call);
      if (status < 200 || status > 204) throw new Error(`${call.method ?? 'GET'} ${call.path} answered ${status}: ${text.slice(0, 300)}`);
      one.latencies.push(latency);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  one.cpu += cpu() - cpuBefore;
  one.seconds += (performance.now() - since) / 1000;
}

function figures({ cpu, seconds, latencies }) {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { requests: sorted.length, cpuMs: (cpu * 1000) / sorted.length, perSecond: sorted.length / seconds, p50: at(0.5), p99: at(0.99) };
}
