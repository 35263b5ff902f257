/**
 * A stand-in for the platform that issues electronic invoices: the same signed protocol, kept numbers, red invoices, and faults that can be
 * switched on. It refuses what the real one refuses.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { ofdOf, pdfOf } from './documents.mjs';
import { homePage } from './home-page.mjs';

/** Every fault, with its label on the sandbox's page. `count`: so many times; `match`: only requests whose method and path contain it. */
export const INVOICE_FAULTS = {
  down: '停机（503，未处理）',
  'drop-before': '断线（未处理）',
  'drop-after': '断线（其实已处理）',
  forge: '应答签名伪造',
  refuse: '拒绝开票',
  late: '一直停在“开票中”',
};
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const hmac = (secret, text) => createHmac('sha256', secret).update(text).digest('hex');
const same = (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Starts on `port` (0: any). `issueAfterMs`: how long an invoice stays accepted. Answers `{ url, credentials, invoices, faults, close }`. */
export async function startInvoiceSandbox({ dataFolder, port = 0, host = '127.0.0.1', issueAfterMs = 0, log = () => undefined }) {
  const store = openStore(dataFolder);
  const { credentials } = store;
  let faults = [];
  const seenNonces = new Map();
  const take = (kinds, subject) => {
    const fault = faults.find((one) => kinds.includes(one.kind) && (one.match === undefined || subject.includes(one.match)));
    if (fault?.count !== undefined && --fault.count <= 0) faults = faults.filter((one) => one !== fault);
    return fault;
  };

  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { pathname } = new URL(request.url, 'http://sandbox');
    try {
      if (pathname.startsWith('/v1/')) return signed(request, response, pathname, body);
      return control(request, response, pathname, body);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });

  function signed(request, response, pathname, body) {
    const subject = `${request.method} ${pathname}`;
    const given = readAuthorization(request.headers.authorization ?? '');
    const answer = (status, content, type = 'application/json') => {
      const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
      const timestamp = Math.floor(Date.now() / 1000);
      const signature = hmac(take(['forge'], subject) ? 'another secret' : credentials.secret, `${status}\n${timestamp}\n${given?.nonce ?? ''}\n${sha256(bytes)}\n`);
      response.writeHead(status, { 'content-type': type, 'x-timestamp': timestamp, 'x-signature': signature }).end(bytes);
    };
    const complaint = verify(request, given, body);
    if (complaint) return answer(401, { code: 'SIGN_ERROR', message: complaint });
    if (take(['down'], subject)) return answer(503, { code: 'BUSY', message: 'maintenance' });
    if (take(['drop-before'], subject)) return request.socket.destroy();
    const [status, content, type] = work(request.method, pathname, body, subject);
    log(`${subject} ${status}`);
    if (take(['drop-after'], subject)) return request.socket.destroy();
    return answer(status, content, type);
  }

  function verify(request, given, body) {
    if (!given || given.appid !== credentials.appId) return 'unknown app';
    const timestamp = Number(given.timestamp);
    if (!(Math.abs(timestamp - Date.now() / 1000) <= 300)) return 'timestamp is off by more than five minutes';
    if (!same(given.signature, hmac(credentials.secret, `${request.method}\n${request.url}\n${given.timestamp}\n${given.nonce}\n${sha256(body)}\n`))) return 'wrong signature';
    if (seenNonces.has(given.nonce)) return 'replayed';
    seenNonces.set(given.nonce, timestamp);
    for (const [nonce, at] of seenNonces) if (at < Date.now() / 1000 - 300) seenNonces.delete(nonce);
    return undefined;
  }

  function work(method, pathname, body, subject) {
    if (method === 'POST' && pathname === '/v1/invoices') return request(body, subject);
    const found = /^\/v1\/invoices\/([0-9A-Za-z-]{1,40})$/.exec(pathname);
    if (method === 'GET' && found) {
      const invoice = store.invoices.get(found[1]);
      return invoice ? [200, view(invoice, subject)] : [404, { code: 'NOT_FOUND', message: 'no such request' }];
    }
    const file = /^\/v1\/files\/([0-9]+)\.(pdf|ofd)$/.exec(pathname);
    const invoice = file && [...store.invoices.values()].find(({ number }) => number === file[1]);
    if (method === 'GET' && invoice) return file[2] === 'pdf' ? [200, pdfFor(invoice), 'application/pdf'] : [200, ofdOf(invoice.number), 'application/ofd'];
    return [404, { code: 'NOT_FOUND', message: 'no such thing' }];
  }

  function request(body, subject) {
    const asked = JSON.parse(body.toString('utf8'));
    const content = sha256(JSON.stringify([asked.kind, asked.originalNumber, asked.buyer, asked.amountFen, asked.lines]));
    const known = store.invoices.get(asked.requestNumber);
    if (known) {
      if (known.content !== content) return [409, { code: 'REQUEST_NUMBER_REUSED', message: 'another request has this number' }];
      known.requests += 1;
      store.save();
      return [known.refused ? 422 : 200, view(known, subject)];
    }
    const wrong = complaintAbout(asked);
    const refused = wrong ?? (take(['refuse'], subject) ? { code: 'TITLE_UNKNOWN', message: '税务系统里没有这个抬头，请核对名称和税号' } : null);
    const invoice = { ...asked, content, requests: 1, refused, at: Date.now(), number: null, issuedAt: null };
    store.invoices.set(asked.requestNumber, invoice);
    store.save();
    return [refused ? 422 : 202, view(invoice, subject)];
  }

  /** What the tax system checks itself. */
  function complaintAbout({ requestNumber, kind, originalNumber, buyer, amountFen, lines, seller }) {
    const refuse = (code, message) => ({ code, message });
    if (!/^[0-9A-Za-z-]{1,40}$/.test(requestNumber ?? '')) return refuse('PARAM_ERROR', '请求号不对');
    if (!Number.isSafeInteger(amountFen) || amountFen < 1) return refuse('PARAM_ERROR', '金额不对');
    if (!Array.isArray(lines) || lines.reduce((sum, line) => sum + line.amountFen, 0) !== amountFen) return refuse('LINES_NOT_SUM', '明细合计与金额不符');
    if (seller?.taxNumber !== credentials.sellerTaxNumber) return refuse('SELLER_UNKNOWN', '销售方未登记');
    if (!buyer?.name || (buyer.kind === 'company') !== (typeof buyer.taxNumber === 'string')) return refuse('TITLE_INVALID', '抬头或税号不完整');
    if (kind === 'blue') return null;
    const original = [...store.invoices.values()].find(({ number }) => number !== null && number === originalNumber);
    if (kind !== 'red' || !original || original.kind !== 'blue') return refuse('ORIGINAL_UNKNOWN', '没有这张原发票');
    if (original.amountFen !== amountFen) return refuse('AMOUNT_MISMATCH', '红字金额与原发票不符');
    const taken = [...store.invoices.values()].some((other) => other.kind === 'red' && !other.refused && other.originalNumber === originalNumber && other.requestNumber !== requestNumber);
    return taken ? refuse('ALREADY_REVERSED', '原发票已经红冲') : null;
  }

  function view(invoice, subject) {
    const { requestNumber, amountFen, refused } = invoice;
    if (refused) return { state: 'refused', requestNumber, amountFen, ...refused };
    if (invoice.number === null && Date.now() - invoice.at >= issueAfterMs && !take(['late'], subject)) {
      invoice.number = store.nextNumber();
      invoice.issuedAt = new Date().toISOString();
      store.save();
    }
    if (invoice.number === null) return { state: 'accepted', requestNumber, amountFen };
    return { state: 'issued', requestNumber, amountFen, number: invoice.number, issuedAt: invoice.issuedAt, pdf: `/v1/files/${invoice.number}.pdf`, ofd: `/v1/files/${invoice.number}.ofd` };
  }

  function control(request, response, pathname, body) {
    const json = (content) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (pathname === '/sandbox/health') return json({ ok: true });
    if (pathname === '/sandbox/invoices') return json([...store.invoices.values()]);
    if (pathname === '/sandbox/faults' && request.method === 'POST') {
      const fault = JSON.parse(body.toString('utf8') || '{}');
      if (fault.kind !== undefined && !(fault.kind in INVOICE_FAULTS)) return response.writeHead(400).end('unknown fault');
      faults = fault.kind === undefined ? [] : [...faults.filter(({ kind }) => kind !== fault.kind), fault];
      return json(faults);
    }
    if (pathname === '/') return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(homePage([...store.invoices.values()], faults, INVOICE_FAULTS));
    return response.writeHead(404).end();
  }

  await new Promise((resolve) => server.listen(port, host, resolve));
  const url = `http://${host}:${server.address().port}`;
  return {
    url,
    credentials,
    invoices: () => [...store.invoices.values()],
    fault: (fault) => { faults = fault === null ? [] : [...faults.filter(({ kind }) => kind !== fault.kind), { ...fault }]; },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}

function readAuthorization(header) {
  if (!header.startsWith('SHOUWEN-HMAC ')) return null;
  const fields = Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  return fields.appid && fields.timestamp && fields.nonce && fields.signature ? fields : null;
}

const pdfFor = (invoice) =>
  pdfOf([
    `${invoice.kind === 'red' ? 'RED ' : ''}E-INVOICE (SANDBOX)`, `No. ${invoice.number}`, `Issued ${invoice.issuedAt}`, `Buyer tax number: ${invoice.buyer.taxNumber ?? '-'}`,
    `Seller tax number: ${invoice.seller.taxNumber}`, `Amount: CNY ${invoice.kind === 'red' ? '-' : ''}${(invoice.amountFen / 100).toFixed(2)}`,
    ...(invoice.originalNumber ? [`Takes back No. ${invoice.originalNumber}`] : []),
  ]);

/** Keys and invoices, kept over a restart. */
function openStore(folder) {
  mkdirSync(folder, { recursive: true });
  const credentialsFile = join(folder, 'credentials.json');
  if (!existsSync(credentialsFile))
    writeFileSync(credentialsFile, JSON.stringify({ appId: `app${randomBytes(6).toString('hex')}`, secret: randomBytes(24).toString('hex'), sellerTaxNumber: '9144030071526726XG' }), { mode: 0o600 });
  const file = join(folder, 'invoices.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { last: 0, invoices: [] };
  const invoices = new Map(kept.invoices.map((invoice) => [invoice.requestNumber, invoice]));
  return {
    credentials: JSON.parse(readFileSync(credentialsFile, 'utf8')),
    invoices,
    /** Twenty digits, as electronic invoices have. */
    nextNumber: () => `2637${String(++kept.last).padStart(16, '0')}`,
    save() {
      writeFileSync(`${file}.next`, JSON.stringify({ last: kept.last, invoices: [...invoices.values()] }));
      renameSync(`${file}.next`, file);
    },
  };
}
