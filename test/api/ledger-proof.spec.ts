/** The proof of the books: silent about what is sound, and each check finds what it is there for when a single row is tampered with. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Transactions } from '../../server/src/database/index.js';
import { ledgerFaults, type LedgerFault, proveLedger } from '../../server/src/ledger-proof/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { eventually, type Payer, PayingTown } from '../support/paying.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { serverEnvironment } from '../support/server-environment.js';
import { type ServerInProcess, startServer } from '../support/server.js';

const instant = '2026-01-01 00:00:00.000';
const row = (table: string, columns: Record<string, string | number>) =>
  `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) VALUES (${Object.values(columns).map((value) => (typeof value === 'number' || value.startsWith(':') ? value : `'${value}'`)).join(', ')})`;
const shift = (float: number, expected: number, counted: number, toBank: number) =>
  row('cash_shift', {
    drawer_id: 1, hall_id: 1, cashier_id: 1, date: '2026-01-01', book: 'regular', state: 'closed', float_fen: float, opening_note: '', opened_at: instant, movements: 0, counted_fen: counted, expected_fen: expected,
    to_bank_fen: toBank, explanation: '', version: 1,
  });
const deposit = (state: string) => row('bank_deposit', { hall_id: 1, date: '2026-01-01', slip_number: 's', amount_fen: 500, carrier_id: 1, companion_id: 2, state, created_by_id: 1, created_at: instant, version: 1 });
const entryOf = (cause: string, id: string) => `(SELECT id FROM journal_entry WHERE cause = '${cause}' AND cause_id = '${id}')`;
const entry = (cause: string, id: string) => `INSERT INTO journal_entry (cause, cause_id, at) VALUES ('${cause}', '${id}', '2026-01-01 00:00:00.000')`;
const line = (entryId: string, columns: string) => `INSERT INTO journal_line (entry_id, book, subject_id, debit_fen, credit_fen) VALUES (${entryId}, ${columns})`;

describeOnBothDatabases('the proof of the books', (engine) => {
  let database: TestDatabase;
  let sandbox: TestSandbox;
  let server: ServerInProcess;
  let town: PayingTown;
  const ids: Record<string, number> = {};
  const seen = new Set<string>();

  beforeAll(async () => {
    database = await engine.create();
    sandbox = await startTestSandbox();
    server = await startServer(database, sandbox.environment);
    town = new PayingTown(server, sandbox);
    const [first, second] = [await town.payer(), await town.payer()];
    const account = await town.account(first, second);
    const [paid, contested, open] = [await town.bill(account, 1000, 2), await town.bill(account, 2000, 3), await town.bill(account, 3000, 4)];
    const pay = async (payer: Payer, bills: number[], fen: number) => {
      const started = await town.start(payer, bills, fen);
      return { id: started.payment.id, confirm: () => town.confirm(payer, started, true) };
    };
    const [one, two] = [await pay(first, [paid, contested], 3000), await pay(second, [contested], 2000)];
    await one.confirm();
    await town.until(one.id, 'paid');
    await two.confirm();
    await town.until(two.id, 'refunded');
    Object.assign(ids, { account, paid, contested, open, payment: one.id, refunded: two.id, unpaid: (await pay(second, [open], 3000)).id });
  });
  afterAll(async () => {
    await server?.close();
    await sandbox?.close();
    await database?.drop();
  });

  /** What the proof finds after these statements, which are taken back. */
  async function faultsAfter(...tampering: string[]): Promise<LedgerFault[]> {
    let faults: LedgerFault[] = [];
    const looked = new Error('looked');
    const looking = server.app.get(Transactions).run(async (tx) => {
      for (const statement of tampering) await tx.query(statement.replace(/:([a-z]\w*)/g, (_, name: string) => String(ids[name])));
      faults = await ledgerFaults(tx);
      throw looked;
    });
    await expect(looking).rejects.toBe(looked);
    return faults;
  }

  it('finds nothing in sound books', async () => {
    await eventually('the refund is posted', async () => (await town.balance('refund-payable')) === 0);
    expect(await server.ledgerFaults()).toEqual([]);
  });

  /** Each leaves everything else as it was: exactly these checks see it, and the first named says so. */
  it.each<[kinds: string, reason: RegExp, ...tampering: string[]]>([
    ['entry-balance bill-entry', /^分录 \d+（bill \d+）借贷相差 0\.07 元$/, line(entryOf('bill', ':open'), "'bank', NULL, 7, 0")],
    ['entry-balance', /^分录 \d+（payment \d+）没有明细$/, entry('payment', ':unpaid')],
    ['line-form', /^明细 \d+ 所属的分录 999999 不存在$/, line('999999', "'bank', NULL, 5, 0")],
    ['line-form', /^明细 \d+（分录 \d+，应收水费（\d+））的科目或金额不成立$/, `UPDATE journal_line SET credit_fen = -debit_fen, debit_fen = 0 WHERE book = 'receivable' AND entry_id = ${entryOf('bill', ':open')}`],
    ['line-form bill-entry', /^明细 \d+（分录 \d+，收费班次现金）的科目或金额不成立$/, line(entryOf('bill', ':open'), "'cash', NULL, 5, 0"), line(entryOf('bill', ':open'), "'bank', NULL, 0, 5")],
    ['line-form bill-entry', /^明细 \d+（分录 \d+，未知科目 gifts）的科目或金额不成立$/, line(entryOf('bill', ':open'), "'gifts', NULL, 5, 0"), line(entryOf('bill', ':open'), "'bank', NULL, 0, 5")],
    ['entry-origin', /^分录 \d+ 的来由不明：gift 1$/, entry('gift', '1'), line(entryOf('gift', '1'), "'bank', NULL, 5, 0"), line(entryOf('gift', '1'), "'opening', NULL, 0, 5")],
    ['entry-origin', /^分录 \d+ 的来由（payment 999）不存在$/, entry('payment', '999'), line(entryOf('payment', '999'), "'bank', NULL, 5, 0"), line(entryOf('payment', '999'), "'opening', NULL, 0, 5")],
    ['receivable bill-entry', /^户 \d+ 账上应收 0\.00 元，账单未缴本金 30\.00 元$/, `UPDATE journal_line SET subject_id = subject_id + 1 WHERE book = 'receivable' AND entry_id = ${entryOf('bill', ':open')}`],
    ['prepaid', /^户 \d+ 账上预存 0\.00 元，预存余额 0\.50 元$/, 'INSERT INTO prepaid_balance (account_id, balance_fen, version) VALUES (:account, 50, 1)'],
    ['bill-form', /^账单 \d+（paid）：总额 30\.00 元、调整 0\.00 元、已缴 0\.00 元 与各项之和或状态不符$/, "UPDATE bill SET state = 'paid' WHERE id = :open"],
    ['revenue bill-form bill-entry', /^水费收入 water 账上 60\.00 元，账单合计 59\.99 元$/, `UPDATE bill SET components = '{"water":2999}' WHERE id = :open`],
    ['bill-paid', /^账单 \d+ 已缴本金 10\.00 元、违约金 0\.00 元，缴费减退款为 0\.00 元、0\.00 元$/, 'UPDATE payment_item SET bill_id = :open WHERE bill_id = :paid'],
    ['late-fee bill-paid', /^违约金收入账上 0\.00 元，各账单合计 0\.01 元$/, 'UPDATE bill SET late_fee_paid_fen = 1 WHERE id = :paid'],
    ['revenue bill-entry', /^水费收入 sewage 账上 30\.00 元，账单合计 0\.00 元$/, `UPDATE journal_line SET book = 'revenue.sewage' WHERE book = 'revenue.water' AND entry_id = ${entryOf('bill', ':open')}`],
    ['adjustment bill-entry', /^账单调整账上减收 0\.05 元，各账单合计减收 0\.00 元$/, line(entryOf('bill', ':open'), "'adjustment', NULL, 5, 0"), line(entryOf('bill', ':open'), "'bank', NULL, 0, 5")],
    ['late-fee bill-entry', /^违约金收入账上 0\.05 元，各账单合计 0\.00 元$/, line(entryOf('bill', ':open'), "'bank', NULL, 5, 0"), line(entryOf('bill', ':open'), "'late-fee', NULL, 0, 5")],
    ['payment-form', /^缴费 \d+（paid）金额 30\.00 元，明细合计 30\.00 元，金额、时间或结果不成立$/, 'UPDATE payment SET paid_on = NULL WHERE id = :payment'],
    ['payment-entry payment-form', /^缴费 \d+ 的记账与单据不符：微信支付待结算少借 0\.01 元$/, 'UPDATE payment SET amount_fen = amount_fen + 1 WHERE id = :payment'],
    ['refunds', /^缴费 \d+ 收 30\.00 元，记下已退 0\.01 元，各笔退款合计 0\.00 元$/, 'UPDATE payment SET refunded_fen = 1 WHERE id = :payment'],
    ['refund-entry refunds', /^退款 \d+ 的记账与单据不符：应退款少借 0\.01 元$/, 'UPDATE payment_refund SET amount_fen = amount_fen + 1', 'UPDATE payment SET refunded_fen = amount_fen + 1 WHERE id = :refunded'],
    ['payment-entry', /^缴费 \d+ 的记账与单据不符：银行卡待结算多借 30\.00 元$/, `UPDATE journal_line SET book = 'card-clearing' WHERE book = 'wechat-clearing' AND entry_id = ${entryOf('payment', ':payment')}`],
    ['refund-payable payment-entry', /^应退款账上 -20\.00 元，未完成的退款合计 0\.00 元$/, `DELETE FROM journal_line WHERE entry_id = ${entryOf('payment', ':refunded')}`, "DELETE FROM journal_entry WHERE cause = 'payment' AND cause_id = ':refunded'"],
    ['refund-payable bill-entry', /^应退款账上 0\.05 元，未完成的退款合计 0\.00 元$/, line(entryOf('bill', ':open'), "'bank', NULL, 5, 0"), line(entryOf('bill', ':open'), "'refund-payable', NULL, 0, 5")],
['receipt-numbers', /^收据本 WX\d{4}[A-Z] 用到第 2 号，实际开出 1 张，最后一张第 1 号$/, 'UPDATE receipt_book SET last_number = 2 WHERE last_number = 1'],
    ['receipt-of-payment', /^收据 WX\S+ 与缴费 \d+ 不符$/, "UPDATE receipt SET state = 'void'"],
    ['bill-entry', /^账单 \d+ 的记账与单据不符：银行存款多借 0\.05 元$/, line(entryOf('bill', ':open'), "'bank', NULL, 5, 0"), line(entryOf('bill', ':open'), "'opening', NULL, 0, 5")],
    ['bill-void-entry receivable revenue', /^冲销的账单 \d+ 的记账与单据不符：应收水费（\d+）多借 30\.00 元$/, "UPDATE bill SET state = 'void' WHERE id = :open"],
    ['bill-adjusted receivable adjustment', /^账单 \d+ 调整 -0\.05 元，批准的调整合计 0\.00 元$/, 'UPDATE bill SET adjusted_fen = -5 WHERE id = :open'],
    ['late-fee-waived', /^账单 \d+ 减免违约金 0\.05 元，批准的减免合计 0\.00 元$/, 'UPDATE bill SET late_fee_waived_fen = 5 WHERE id = :open'],
    ['late-fee-waived', /^账单 \d+ 减免违约金 0\.00 元，批准的减免合计 0\.05 元$/,
      row('approval', { kind: 'waive-late-fee', subject_id: ':open', amount_fen: 5, reason: '', detail: '', state: 'approved', requested_by_id: 1, requested_at: instant, version: 1 })],
    ['adjustment-entry bill-adjusted', /^调整（审批） \d+ 的记账与单据不符：账单调整少借 0\.05 元$/,
      row('approval', { kind: 'adjust-bill', subject_id: ':open', amount_fen: -5, reason: '', detail: '', state: 'approved', requested_by_id: 1, requested_at: instant, version: 1 })],
    ['bill-run-entries', /^出账批次 1 账上应收 0\.00 元，已出具的账单合计 30\.00 元$/, 'UPDATE bill SET run_id = 1 WHERE id = :open'],
    ['refund-begun-entry', /^退款 \d+ 的记账与单据不符：应退款多借 20\.00 元$/, "UPDATE payment_refund SET cause = 'approved'"],
    ['taken-back bill-paid', /^缴费 \d+ 的明细 \d+ 记下冲回本金 0\.01 元、违约金 0\.00 元，与退款明细不符$/, 'UPDATE payment_item SET refunded_principal_fen = 1 WHERE bill_id = :paid'],
    ['void-entry taken-back receipt-of-payment', /^撤销的缴费 \d+ 的记账与单据不符：/, "UPDATE payment SET state = 'voided' WHERE id = :payment"],
    ['drawer', /^班次 \d+（closed）账上现金 0\.00 元，收付现金 0\.00 元，备用金 0\.00 元，应有 1\.00 元，清点 1\.00 元$/, shift(0, 100, 100, 100)],
    ['cash-difference-entry drawer', /^班次 \d+ 的记账与单据不符：收费班次现金（\d+）多借 0\.10 元$/, shift(100, 100, 90, 0)],
    ['deposit-entry', /^存款单 \d+ 的记账与单据不符：在途现金（\d+）少借 5\.00 元$/, deposit('carried')],
    ['deposit-confirmed-entry deposit-entry', /^确认的存款单 \d+ 的记账与单据不符：银行存款少借 5\.00 元$/, deposit('confirmed')],
    ['settlement-entry', /^对账日 \d+ 的记账与单据不符：银行存款少借 9\.94 元$/,
      row('reconciliation_day', { source: 'wechat', on_date: '2026-01-01', state: 'matched', net_fen: 1000, fee_fen: 6, settles_on: '2026-01-02', settled_at: instant, tries: 1, version: 1 })],
    ['correction-entry', /^差异 \d+ 的记账与单据不符：对账更正少借 0\.07 元$/,
      row('finance_item', {
        day_id: 1, item_key: 'k', source: 'wechat', on_date: '2026-01-01', kind: 'amount', line: 'payment', reference: 'r', our_fen: 107, their_fen: 100, words: '', state: 'resolved', resolution: 'correction', created_at: instant, version: 1,
      })],
  ])('%s is found', async (kinds, reason, ...tampering) => {
    const faults = await faultsAfter(...tampering);
    expect(faults.map(({ kind }) => kind).sort()).toEqual(kinds.split(' ').sort());
    const [named] = kinds.split(' ');
    expect(faults.find(({ kind }) => kind === named)?.reason).toMatch(reason);
    seen.add(named as string);
  });

  /** `npm run verify-ledger`, the command itself, beside the running server. */
  const command = () => {
    const program = join(import.meta.dirname, '../../server/dist/verify-ledger-command/main.js');
    const { status, stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...serverEnvironment(database.environment) }, timeout: 60_000 });
    return { status, lines: stdout.trim().split('\n') };
  };

  it('the command ends with 0 and one line when all is sound', () => {
    expect(command()).toEqual({ status: 0, lines: [expect.stringMatching(/^核对 \d+ 笔分录、\d+ 行明细的 \d+ 个方面，借方合计 ([\d,.]+) 元，贷方合计 \1 元，用时 .* 秒：账目全部相符$/)] });
  });

  it('two payments of one transaction, two refunds of one number are found, should their keys ever be missing', async () => {
    await server.query(database.engine === 'SQLite' ? 'DROP INDEX uq_payment_transaction' : 'ALTER TABLE payment DROP INDEX uq_payment_transaction');
    await server.query('UPDATE payment SET transaction_id = (SELECT n FROM (SELECT MIN(transaction_id) AS n FROM payment) t) WHERE transaction_id IS NOT NULL');
    expect(await server.ledgerFaults()).toEqual([{ kind: 'transaction-once', reason: expect.stringMatching(/^微信支付单号 4200\d+ 有多笔缴费$/) }]);
    seen.add('transaction-once');
    expect(command()).toEqual({ status: 1, lines: [expect.stringMatching(/^微信支付单号 4200\d+ 有多笔缴费$/), expect.stringMatching(/：1 个方面有问题$/)] });
  });

  it('no check is left that never found anything', async () => {
    const all: string[] = [];
    await server.app.get(Transactions).run(async (tx) => {
      for await (const { check } of proveLedger(tx)) all.push(check.kind);
    });
    expect(all.filter((kind) => !seen.has(kind))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });
});
