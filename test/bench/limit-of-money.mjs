/** The least that paying cannot do without: what WeChat says is verified, what is said to WeChat is signed, the money and its books are one transaction. */
import { createDecipheriv, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';

const { WECHAT_PAY_BASE, WECHAT_PAY_PRIVATE_KEY_FILE, WECHAT_PAY_PUBLIC_KEY_FILE, WECHAT_PAY_API_V3_KEY, WECHAT_PAY_MCH_ID } = process.env;
const merchantKey = createPrivateKey(readFileSync(WECHAT_PAY_PRIVATE_KEY_FILE));
const wechatKey = createPublicKey(readFileSync(WECHAT_PAY_PUBLIC_KEY_FILE));
const agent = new Agent({ keepAlive: true });

const signed = (text) => new Promise((resolve, reject) => sign('RSA-SHA256', Buffer.from(text), merchantKey, (error, signature) => (error ? reject(error) : resolve(signature.toString('base64')))));
function isWechat(headers, body) {
  const text = Buffer.concat([Buffer.from(`${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n`), body, Buffer.from('\n')]);
  return new Promise((resolve, reject) => verify('RSA-SHA256', text, wechatKey, Buffer.from(headers['wechatpay-signature'], 'base64'), (error, valid) => (error ? reject(error) : resolve(valid))));
}

async function order(content) {
  const [path, timestamp, nonce, body] = ['/v3/pay/transactions/jsapi', Math.floor(Date.now() / 1000), randomBytes(16).toString('hex'), JSON.stringify(content)];
  const signature = await signed(`POST\n${path}\n${timestamp}\n${nonce}\n${body}\n`);
  const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${WECHAT_PAY_MCH_ID}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="0"`;
  const answer = await new Promise((resolve, reject) => {
    const outgoing = httpRequest(`${WECHAT_PAY_BASE}${path}`, { method: 'POST', agent, headers: { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts) }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  if (!(await isWechat(answer.headers, answer.body))) throw new Error('not WeChat');
  return JSON.parse(answer.body.toString()).prepay_id;
}

const BILL = 'id, account_id, from_on, to_on, volume, total_fen, adjusted_fen, paid_fen, late_fee_paid_fen, due_on, late_fee_rate, state';
const PAYMENT = `INSERT INTO payment (resident_id, method, state, amount_fen, refunded_fen, out_trade_no, via, app_id, description, ordered_at, generation, late_book, surplus, created_at, version, paid_at, paid_on, shift_id)
  VALUES (?, ?, ?, ?, 0, ?, ?, NULL, ?, ?, 1, 0, 'refund', ?, 1, ?, ?, ?)`;
const ITEM = "INSERT INTO payment_item (payment_id, kind, bill_id, account_id, account_number, from_on, to_on, open_fen, principal_fen, late_fee_fen, settled, refunded_principal_fen, refunded_late_fee_fen) VALUES (?, 'bill', ?, ?, '10000001', ?, ?, ?, ?, 0, ?, 0, 0)";
const ENTRY = "INSERT INTO journal_entry (cause, cause_id, at) VALUES ('payment', ?, ?)";
const LINES = 'INSERT INTO journal_line (entry_id, book, subject_id, debit_fen, credit_fen) VALUES (?, ?, ?, ?, 0), (?, ?, ?, 0, ?)';
const RECEIVE = "UPDATE bill SET paid_fen = paid_fen + ?, state = 'paid', payment_id = ?, settled_at = ?, version = version + 1 WHERE id = ? AND state = 'unpaid' AND total_fen + adjusted_fen - paid_fen = ?";
const number = () => `L${randomBytes(12).toString('hex')}`;

export const moneyAnswers = ({ rows, transaction, instant }) => ({
  bills: ([resident]) => rows(`SELECT b.* FROM account_binding a JOIN bill b ON b.account_id = a.account_id WHERE a.resident_id = ? AND a.unbound_at IS NULL AND b.state <> 'draft' ORDER BY b.to_on DESC, b.id DESC LIMIT 20`, [resident]),
  bill: ([id]) => rows('SELECT b.*, w.name, w.address, w.account_number FROM bill b JOIN water_account w ON w.id = b.account_id WHERE b.id = ?', [id]),
  prepay: async (_, { billId }) => {
    const [bill] = await rows(`SELECT ${BILL} FROM bill WHERE id = ?`, [billId]);
    const [now, outTradeNo] = [instant(), number()];
    await transaction(async (connection) => {
      const [{ insertId }] = await connection.execute(PAYMENT, [1, 'wechat', 'unpaid', bill.total_fen, outTradeNo, 'weapp', '水费', now, now, null, null, null]);
      await connection.execute(ITEM, [insertId, billId, bill.account_id, bill.from_on, bill.to_on, bill.total_fen, bill.total_fen, null]);
    });
    const prepayId = await order({ out_trade_no: outTradeNo, amount: { total: Number(bill.total_fen), currency: 'CNY' }, payer: { openid: 'openid-of-a-payer' }, description: '水费' });
    return { prepayId, paySign: await signed(`wx\n${now}\n${outTradeNo}\nprepay_id=${prepayId}\n`) };
  },
  notify: async ([paymentId, billId], body, headers, parts) => {
    if (!(await isWechat(headers, Buffer.concat(parts)))) throw new Error('not WeChat');
    const sealed = Buffer.from(body.resource.ciphertext, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(WECHAT_PAY_API_V3_KEY), Buffer.from(body.resource.nonce));
    decipher.setAAD(Buffer.from(body.resource.associated_data));
    decipher.setAuthTag(sealed.subarray(-16));
    const content = JSON.parse(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString());
    const [now, fen] = [instant(), content.amount.total];
    await transaction(async (connection) => {
      await connection.execute("INSERT INTO payment_notification (notification_id, kind, body, received_at, applied_at) VALUES (?, 'payment', ?, ?, ?)", [body.id, JSON.stringify(body), now, now]);
      await connection.execute("UPDATE payment SET state = 'paid', transaction_id = ?, paid_at = ?, paid_on = ?, version = version + 1 WHERE id = ? AND state IN ('unpaid', 'closed')", [content.transaction_id, now, now.slice(0, 10), paymentId]);
      const [{ affectedRows }] = await connection.execute(RECEIVE, [fen, paymentId, now, billId, fen]);
      if (affectedRows !== 1) throw new Error('settled already');
      await connection.execute('UPDATE payment_item SET settled = 1 WHERE payment_id = ?', [paymentId]);
      const [{ insertId }] = await connection.execute(ENTRY, [paymentId, now]);
      await connection.execute(LINES, [insertId, 'wechat-clearing', null, fen, insertId, 'receivable', 1, fen]);
    });
    return {};
  },
  counter: ([billId]) =>
    transaction(async (connection) => {
      const now = instant();
      const [[bill]] = await connection.execute(`SELECT ${BILL} FROM bill WHERE id = ?`, [billId]);
      const fen = bill.total_fen;
      const [{ insertId: id }] = await connection.execute(PAYMENT, [null, 'cash', 'paid', fen, number(), 'counter', '水费', now, now, now, now.slice(0, 10), 1]);
      await connection.execute(ITEM, [id, billId, bill.account_id, bill.from_on, bill.to_on, fen, fen, 1]);
      const [{ affectedRows }] = await connection.execute(RECEIVE, [fen, id, now, billId, fen]);
      if (affectedRows !== 1) throw new Error('settled already');
      const [{ insertId }] = await connection.execute(ENTRY, [id, now]);
      await connection.execute(LINES, [insertId, 'cash', 1, fen, insertId, 'receivable', bill.account_id, fen]);
      return { id };
    }),
});
