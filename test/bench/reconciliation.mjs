/**
 * A day's trade bill read and held against our payments, beside the least that could be done: a hand scan of the same bytes that joins by order number
 * and checks nothing else. `node test/bench/reconciliation.mjs [--lines N] [--server DIR]`; `reconciliationBench` for `npm run -s bench`.
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

const DATE = '2026-11-20';
const MCH_ID = '1600000001';
const COLUMNS = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const SUMMARY = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const PIECE = 1 << 18;

const numberOf = (n) => `S20261120${String(n).padStart(12, '0')}${((n * 2654435761) >>> 0).toString(36).padStart(7, '0')}`;
const fenOf = (n) => 1000 + ((n * 7919) % 50_000);
const feeOf = (fen) => Math.round(fen * 0.006);
const yuan = (fen) => (fen / 100).toFixed(2);
/** Of every hundred thousand: one that WeChat lacks, one that we lack, one of another amount. */
const isMissing = (n) => n % 100_000 === 1;
const isExtra = (n) => n % 100_000 === 2;
const isOther = (n) => n % 100_000 === 3;

/** @param {string} path @param {number} lines */
async function writeBill(path, lines) {
  const out = createWriteStream(path);
  let [count, total, fees] = [0, 0, 0];
  let text = `\ufeff${COLUMNS}\r\n`;
  for (let i = 0; i < lines; i++) {
    const n = (i * 999_983) % lines; // WeChat's order is not ours
    if (isMissing(n)) continue;
    const fen = fenOf(n) + (isOther(n) ? 1 : 0);
    const second = String(n % 60).padStart(2, '0');
    const cells = [
      `${DATE} 12:00:${second}`, 'wx2421b1c4370ec43b', MCH_ID, '0', '', `42000025${String(n).padStart(20, '0')}`, numberOf(n), `oUpF8uMuAJO_M2pxb1Q9z${String(n).padStart(7, '0')}`, 'JSAPI', 'SUCCESS', 'OTHERS', 'CNY', yuan(fen), '0.00', '0', '0', '0.00', '0.00', '',
      '', '水费 2026年10月', '', (feeOf(fen) / 100).toFixed(5), '0.60%', yuan(fen), '0.00', '',
    ];
    text += `${cells.map((cell) => `\`${cell}`).join(',')}\r\n`;
    [count, total, fees] = [count + 1, total + fen, fees + feeOf(fen)];
    if (text.length < 1 << 20) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  const summary = [String(count), yuan(total), '0.00', '0.00', (fees / 100).toFixed(5), yuan(total), '0.00'];
  out.end(`${text}${SUMMARY}\r\n${summary.map((cell) => `\`${cell}`).join(',')}\r\n`);
  await once(out, 'finish');
}

/** Ours, in order, as they come from an index. @param {number} lines */
function* ours(lines) {
  for (let n = 0; n < lines; n++) if (!isExtra(n)) yield { kind: 'payment', key: numberOf(n), amountFen: fenOf(n), second: 43_200, done: true, id: n + 1 };
}

/** The limit: seventh and thirteenth cell of each row into a map, then our side looked up in it. */
async function handScan(path, lines) {
  const theirs = new Map();
  let rest = Buffer.alloc(0);
  const line = (bytes, from, end) => {
    if (bytes[from] !== 96) return;
    let cell = 0;
    let start = from;
    let key = '';
    for (let i = from; i < end; i++) {
      if (bytes[i] !== 44 || bytes[i + 1] !== 96) continue;
      if (cell === 6) key = bytes.latin1Slice(start + 1, i);
      else if (cell === 12) {
        let fen = 0;
        for (let at = start + 1; at < i; at++) if (bytes[at] !== 46) fen = fen * 10 + bytes[at] - 48;
        theirs.set(key, fen);
        return;
      }
      cell++;
      start = i + 1;
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: PIECE })) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      line(bytes, from, end);
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  let differences = 0;
  for (const { key, amountFen } of ours(lines)) {
    if (theirs.get(key) !== amountFen) differences++;
    theirs.delete(key);
  }
  return differences + theirs.size;
}

/** The product's own rules: every column that matters is checked, the summary must agree, fees are held against the rate. */
async function product(path, lines, rules) {
  const theirs = new rules.TheirLines();
  const reader = new rules.TradeBillReader(theirs, DATE, MCH_ID, 1);
  const scanner = new rules.RowScanner((row) => reader.take(row));
  for await (const chunk of createReadStream(path, { highWaterMark: PIECE })) scanner.push(chunk);
  scanner.end();
  reader.end();
  const matching = new rules.Matching(theirs, 600);
  for (const line of ours(lines)) matching.offer(line);
  return matching.end(reader.duplicates).differences.length;
}

async function timed(act) {
  globalThis.gc?.();
  const [before, began] = [process.cpuUsage(), performance.now()];
  let mostMb = 0;
  const watch = setInterval(() => (mostMb = Math.max(mostMb, process.memoryUsage().rss / 1e6)), 50);
  const found = await act();
  clearInterval(watch);
  mostMb = Math.max(mostMb, process.memoryUsage().rss / 1e6);
  const { user, system } = process.cpuUsage(before);
  return { found, seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6, mostMb };
}

/**
 * The better of two turns each. `dist`: the built server.
 * @param {{ dist: string, lines: number }} options
 */
export async function reconciliationBench({ dist, lines }) {
  const rule = (name) => import(pathToFileURL(join(dist, 'reconciliation/rules', `${name}.js`)).href);
  const rules = Object.assign({}, ...(await Promise.all(['their-lines', 'read-trade-bill', 'scan-rows', 'match-lines'].map(rule))));
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-reconciliation-'));
  try {
    const path = join(folder, 'bill.csv');
    await writeBill(path, lines);
    const turns = { product: [], limit: [] };
    for (let turn = 0; turn < 2; turn++) {
      turns.product.push(await timed(() => product(path, lines, rules)));
      turns.limit.push(await timed(() => handScan(path, lines)));
    }
    // The extra line of theirs is counted by both, the two sides of another amount once.
    const expected = Array.from({ length: lines }, (_, n) => n).filter((n) => isMissing(n) || isExtra(n) || isOther(n)).length;
    for (const one of turns.product) if (one.found !== expected) throw new Error(`reconciliation found ${one.found} differences, not ${expected}`);
    const best = (list) => list.reduce((a, b) => (b.cpuSeconds < a.cpuSeconds ? b : a));
    return { lines, limit: best(turns.limit), product: best(turns.product), target: 2, ratio: best(turns.product).cpuSeconds / best(turns.limit).cpuSeconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { lines: { type: 'string', default: '1000000' }, server: { type: 'string', default: 'server/dist' } } });
  const { lines, limit, product: own, ratio, target } = await reconciliationBench({ dist: resolve(values.server), lines: Number(values.lines) });
  const row = (name, { seconds, cpuSeconds, mostMb }) => `${name}  ${seconds.toFixed(2)} 秒  CPU ${cpuSeconds.toFixed(2)} 秒  内存 ${mostMb.toFixed(0)} MB`;
  process.stdout.write(`${lines} 行微信账单\n${row('手写扫描', limit)}\n${row('产品    ', own)}\n${ratio.toFixed(2)}×（目标 ≤ ${target}×）\n`);
}
