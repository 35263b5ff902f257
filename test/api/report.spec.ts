/** PY-11: takings seen from every side, arrears by age, what came in of what was billed; the published year comes out to the fen. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pathOf, type QueryInput } from '@shouwen/shared/contract';
import * as report from '@shouwen/shared/contract/report';
import { addDays } from '@shouwen/shared/value';
import type { ApprovalKind } from '@shouwen/shared/vocabulary';
import ExcelJS from 'exceljs';
import { Approval } from '../../server/src/approval/index.js';
import { Bill } from '../../server/src/billing/index.js';
import { WaterAccount } from '../../server/src/customer/index.js';
import { Transactions } from '../../server/src/database/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { bringIn, resultLines, upload } from '../support/importing.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, type Town, type TownPerson } from '../support/ticket-town.js';

const CASH = { count: 3127, fen: 40_187_540 };
const CARD = { count: 1162, fen: 22_349_175 };
const head = '缴费日期,户号,缴费方式,金额,窗口,收费员';

/** The published year of source A: its numbers, and days, windows and single amounts that add up to them. */
function publishedYear(accounts: readonly string[]): string[] {
  const rows: string[] = [];
  for (const [method, { count, fen }] of [['现金', CASH], ['银行卡', CARD]] as const) {
    let left = fen;
    for (let i = 0; i < count; i++) {
      const amount = i === count - 1 ? left : 1000 + ((i * 7919) % 9001);
      left -= amount;
      rows.push(`${addDays('2014-01-01', (i * 17) % 365)},${accounts[i % accounts.length]},${method},${(amount / 100).toFixed(2)},${(i % 3) + 1}号窗口,${['王芳', '李娜'][i % 2]}`);
    }
    if (left !== 0) throw new Error('the sums of the year');
  }
  return rows;
}

describeOnBothDatabases('report', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  let finance: TownPerson;
  let leader: TownPerson;
  const accounts: { id: number; accountNumber: string; hallId: number }[] = [];
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    finance = await town.hire('8001', ['finance'], null, null);
    leader = await town.hire('3001', ['shift-leader'], town.centre, null);
    await server.app.get(Transactions).run(async (tx) => {
      for (let i = 0; i < 6; i++)
        accounts.push(await tx.save(WaterAccount, {
          accountNumber: String(20_000_001 + i), name: '王秀英', address: '海慧路12号3栋501室', zone: i % 2 ? ('suburban' as const) : ('urban' as const), phone: null, phoneDigest: null, householdSize: 3,
          meterNumber: `M2000${i}`, tariffCode: 'resident', hallId: i < 4 ? town.centre : town.south,
        }));
    });
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });
  const takings = (query: QueryInput<typeof report.takings>, person = finance) => person.client.call(report.takings, { query });
  const year = { from: '2014-01-01', to: '2014-12-31' } as const;

  it('the published year comes out to the fen, from every side, and once however often it is brought in', async () => {
    const file = [head, ...publishedYear(accounts.map(({ accountNumber }) => accountNumber))].join('\r\n');
    const first = await bringIn(town.administrator.client, 'payments', file);
    expect(first).toMatchObject({ state: 'done', totalRows: 4289, createdRows: 4289, faultyRows: 0 });
    const figures = await takings(year);
    expect(figures.total).toEqual({ count: 4289, fen: 62_536_715, methods: { cash: CASH, card: CARD, wechat: { count: 0, fen: 0 } } });
    for (const side of [figures.periods, figures.halls, figures.windows, figures.cashiers]) expect(side.reduce((sum, { fen }) => sum + fen, 0)).toBe(62_536_715);
    expect([figures.periods.length, figures.halls.length, figures.cashiers.map(({ name }) => name).sort()]).toEqual([12, 2, ['李娜', '王芳']]);
    expect((await takings({ ...year, step: 'year' })).periods).toMatchObject([{ name: '2014', count: 4289, fen: 62_536_715 }]);
    expect((await takings({ ...year, step: 'day' })).periods).toHaveLength(365);
    expect(await bringIn(town.administrator.client, 'payments', file)).toMatchObject({ createdRows: 0, unchangedRows: 4289 });
    expect((await takings(year)).total.fen).toBe(62_536_715);
    const books = await server.query<{ book: string; fen: number }>("SELECT book, SUM(debit_fen - credit_fen) AS fen FROM journal_line WHERE book IN ('bank', 'opening') GROUP BY book ORDER BY book");
    expect(books.map(({ book, fen }) => [book, Number(fen)])).toEqual([['bank', 62_536_715], ['opening', -62_536_715]]);
  });

  it('by method, hall and days; a leader gets the own hall, others nothing', async () => {
    expect((await takings({ ...year, method: 'card' })).total).toMatchObject({ ...CARD, methods: { cash: { count: 0 } } });
    expect((await takings({ from: '2014-01-01', to: '2014-01-01' })).total.count).toBeLessThan(30);
    const own = await takings(year, leader);
    expect(own).toMatchObject({ hallName: '城区营业厅', halls: [{ name: '城区营业厅' }] });
    expect(own.total.fen + (await takings({ ...year, hallId: town.south })).total.fen).toBe(62_536_715);
    expect((await leader.client.refused(report.takings, { query: { ...year, hallId: town.south } })).code).toBe('FORBIDDEN');
    for (const person of [town.wang, town.administrator, town.agent])
      for (const endpoint of [report.takings, report.exportTakings]) expect((await person.client.refused(endpoint, { query: year })).code).toBe('FORBIDDEN');
    for (const query of [{ from: '2014-12-31', to: '2014-01-01' }, { from: '2010-01-01', to: '2014-01-01' }, { from: '2014-02-30', to: '2014-03-01' }, { ...year, method: 'gold' }, { ...year, step: 'week' }])
      expect((await finance.client.refused(report.takings, { query: query as never })).code).toBe('INVALID_INPUT');
  });

  it('live payments: what was voided and what came out of prepaid money is no taking', async () => {
    const insert = (more: Record<string, string | number | null>) => {
      const row = { method: 'cash', state: 'paid', amount_fen: 1000, refunded_fen: 0, out_trade_no: `T${String(more['n']).padStart(20, '0')}`, via: 'counter', description: '水费', ordered_at: '2026-03-02 02:00:00.000', generation: 1, paid_at: '2026-03-02 02:00:00.000', paid_on: '2026-03-02', late_book: 0, surplus: 'refund', created_at: '2026-03-02 02:00:00.000', version: 1, hall_id: town.centre, cashier_id: town.wang.id, ...more } as Record<string, unknown>;
      delete row['n'];
      return server.query(`INSERT INTO payment (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map(() => '?').join(', ')})`, Object.values(row));
    };
    await insert({ n: 1 });
    await insert({ n: 2, state: 'voided', amount_fen: 500 });
    await insert({ n: 3, method: 'prepaid', via: 'auto', hall_id: null, cashier_id: null, amount_fen: 300 });
    await insert({ n: 4, method: 'wechat', via: 'weapp', hall_id: null, cashier_id: null, amount_fen: 77 });
    await insert({ n: 5, method: 'wechat', via: 'weapp', hall_id: null, cashier_id: null, amount_fen: 88, state: 'unpaid', paid_at: null, paid_on: null });
    const figures = await takings({ from: '2026-03-02', to: '2026-03-02' });
    expect(figures).toMatchObject({ total: { count: 2, fen: 1077 }, voided: { count: 1, fen: 500 }, fromPrepaid: { count: 1, fen: 300 } });
    expect(figures.halls.map(({ name, fen }) => [name, fen])).toEqual([['城区营业厅', 1000], ['线上', 77]]);
    expect(figures.cashiers.map(({ name }) => name)).toEqual(['王芳（1001）', '线上']);
  });

  it('bad rows are named, the rest goes in; two alike on one day are two', async () => {
    const row = '2014-06-01,20000001,现金,12.50,1号窗口,王芳';
    const lines = [row, row, '2014-06-01,99999999,现金,12.50,,', '2014-06-31,20000001,现金,12.50,,', '2014-06-01,20000001,支票,12.50,,', '2014-06-01,20000001,现金,-3,,', '2014-06-01,20000001,现金,1.005,,', '2099-01-01,20000001,微信,1,,', '2014-06-01,20000001,现金,2000000,,'];
    const view = await bringIn(town.administrator.client, 'payments', [head, ...lines].join('\r\n'));
    expect(view).toMatchObject({ createdRows: 2, faultyRows: 7 });
    expect((await resultLines(town.administrator.client, view.id)).map((line) => line.split(',').slice(0, 3).join(','))).toEqual(['2,新增,', '3,新增,', '4,有误,户号', '5,有误,缴费日期', '6,有误,缴费方式', '7,有误,金额', '8,有误,金额', '9,有误,缴费日期', '10,有误,金额']);
    expect(await bringIn(town.administrator.client, 'payments', [head, row, row, row].join('\r\n'))).toMatchObject({ createdRows: 1, unchangedRows: 2 });
    expect((await upload(finance.client, 'payments', head)).status).toBe(403);
  });

  it('no payment of today, nor of a day whose figures were signed, comes in as history; what had come in stays unchanged (PY-6, PY-7)', async () => {
    server.clock.set('2026-03-20T09:00:00+08:00');
    const row = (day: string, method = '现金', account = '20000001') => `${day},${account},${method},12.50,,`;
    const bring = (...rows: string[]) => bringIn(town.administrator.client, 'payments', [head, ...rows].join('\r\n'));
    const today = await bring(row('2026-03-20'), row('2026-03-19'));
    expect(today).toMatchObject({ createdRows: 1, faultyRows: 1, faults: [{ row: 2, column: '缴费日期', reason: '历史缴费只导入今天以前的；今天收的钱请在窗口收费' }] });
    expect((await takings({ from: '2026-03-20', to: '2026-03-20' })).total.count).toBe(0);

    const early = row('2026-03-10', '银行卡');
    expect(await bring(early)).toMatchObject({ createdRows: 1 });
    await server.query("INSERT INTO cash_day (hall_id, date, state, signed_by_id, signed_at, version) VALUES (?, '2026-03-11', 'signed', 1, '2026-03-12 01:00:00.000', 2), (?, '2026-03-12', 'open', NULL, NULL, 1)", [town.centre, town.centre]);
    await server.query("INSERT INTO reconciliation_day (source, on_date, state, tries, version) VALUES ('card', '2026-03-10', 'closed', 0, 1), ('wechat', '2026-03-12', 'matched', 0, 1)");
    const rows = [
      early, row('2026-03-10', '现金'), row('2026-03-10', '微信'), `${early.slice(0, -1)},李娜`, row('2026-03-10', '银行卡', '20000006'), // 2–6
      row('2026-03-11'), row('2026-03-11', '微信'), row('2026-03-11', '现金', '20000006'), row('2026-03-12', '微信'), // 7–10
    ];
    const view = await bring(...rows);
    expect(view).toMatchObject({ createdRows: 4, unchangedRows: 1, faultyRows: 4 });
    expect(view.faults.map((fault) => [fault.row, fault.column, fault.reason.split('，')[0]])).toEqual([
      [5, '缴费日期', '2026-03-10 的刷卡终端批次对账已签字'], [6, '缴费日期', '2026-03-10 的刷卡终端批次对账已签字'],
      [7, '缴费日期', '2026-03-11 该户营业厅的当日账已签字'], [8, '缴费日期', '2026-03-11 该户营业厅的当日账已签字'],
    ]);
    expect((await takings({ from: '2026-03-10', to: '2026-03-12' })).total).toMatchObject({ count: 5, fen: 6250 });
    expect(await bring(...rows)).toMatchObject({ createdRows: 0, unchangedRows: 5, faultyRows: 4 });
    // Signed after it came in.
    await server.query("UPDATE cash_day SET state = 'signed' WHERE date = '2026-03-12'");
    expect(await bring(row('2026-03-12', '微信'))).toMatchObject({ unchangedRows: 1, faultyRows: 0 });
    server.clock.release();
  });

  let ordinal = 1;
  const bill = (account: number, more: Partial<Bill>) =>
    server.app.get(Transactions).run((tx) => tx.save(Bill, {
      accountId: accounts[account]!.id, readingOrdinal: ++ordinal, revision: 1, runId: null, fromOn: '2026-01-01', toOn: '2026-01-31', previousReading: 0, reading: 10, volume: 10, usedBefore: 0, yearVolume: 10,
      householdSize: 3, tariffCode: 'resident', tariffVersionId: null, segments: null, components: { water: 700, sewage: 300 }, totalFen: 1000, adjustedFen: 0, paidFen: 0, lateFeePaidFen: 0, lateFeeWaivedFen: 0,
      dueOn: '2026-02-28', lateFeeFromOn: '2026-02-28', lateFeeRate: 50, state: 'unpaid' as const, paymentId: null, settledAt: null, replacesBillId: null, voidReason: null, version: 1, issuedAt: new Date('2026-02-01T00:00:00Z'), ...more,
    }));

  it('arrears by age, by zone and hall: what is open of each bill, without drafts and what was reversed', async () => {
    server.clock.set('2026-04-01T12:00:00+08:00');
    await bill(0, { dueOn: '2026-04-01' });
    await bill(0, { dueOn: '2026-03-31', paidFen: 400 });
    await bill(1, { dueOn: '2026-03-01', adjustedFen: -100 });
    await bill(4, { dueOn: '2025-01-01' });
    await bill(4, { dueOn: '2025-01-01', state: 'draft' });
    await bill(4, { dueOn: '2025-01-01', state: 'void' });
    await bill(5, { dueOn: '2025-01-01', state: 'paid', paidFen: 1000, settledAt: new Date() });
    const all = await finance.client.call(report.arrearsByAge);
    expect(all).toMatchObject({ day: '2026-04-01', accounts: 3, total: { bills: 3, fen: 600 + 900 + 1000, ages: { current: { bills: 1, fen: 1000 }, 30: { bills: 1, fen: 600 }, 60: { bills: 1, fen: 900 }, over: { bills: 1, fen: 1000 } } } });
    expect(all.halls.map(({ name, fen }) => [name, fen])).toEqual([['城区营业厅', 1500], ['城南营业厅', 1000]]);
    expect(all.zones.map(({ name, fen }) => [name, fen])).toEqual([['城区', 1600], ['郊区', 900]]);
    const own = await leader.client.call(report.arrearsByAge);
    expect(own).toMatchObject({ hallName: '城区营业厅', accounts: 2, total: { fen: 1500 } });
    expect((await leader.client.refused(report.arrearsByAge, { query: { hallId: town.south } })).code).toBe('FORBIDDEN');
    server.clock.release();
  });

  it('collection rate and revenue by component; summed up once in a while, and anew when asked', async () => {
    server.clock.set('2026-04-01T12:00:00+08:00');
    const months = { fromMonth: '2026-01', toMonth: '2026-02' };
    const before = await finance.client.call(report.collection, { query: months });
    expect(before.months.map(({ name, bills }) => [name, bills])).toEqual([['2026-01', 5], ['2026-02', 0]]);
    expect(before.total).toMatchObject({ billedFen: 5000, adjustedFen: -100, collectedFen: 1400, rate: Math.floor((1400 * 10_000) / 4900), components: { water: 3500, sewage: 1500 } });
    await bill(0, { toOn: '2026-02-28', totalFen: 200, components: { water: 200 }, paidFen: 200, state: 'paid' });
    expect((await finance.client.call(report.collection, { query: months })).total.bills).toBe(5);
    expect((await finance.client.call(report.renewCollection, { body: months })).total).toMatchObject({ bills: 6, billedFen: 5200, collectedFen: 1600 });
    expect((await leader.client.call(report.collection, { query: months })).total).toMatchObject({ bills: 4 });
    for (const query of [{ fromMonth: '2026-02', toMonth: '2026-01' }, { fromMonth: '2024-01', toMonth: '2026-01' }, { fromMonth: '2026-13', toMonth: '2026-13' }]) expect((await finance.client.refused(report.collection, { query })).code).toBe('INVALID_INPUT');
    server.clock.release();
  });

  it('voids and adjustments with who asked and who decided', async () => {
    const decide = (kind: ApprovalKind, subjectId: number, at: string, hallId: number) =>
      server.app.get(Transactions).run((tx) => tx.insert(Approval, {
        kind, subjectId, openKey: null, amountFen: -250, hallId, reason: '漏水减免', detail: '{}', state: 'approved', requestedById: town.wang.id, requestedAt: new Date(at), decidedById: leader.id,
        decidedAt: new Date(at), decisionReason: '', version: 2,
      }));
    await decide('adjust-bill', 1, '2026-03-02T02:00:00Z', town.centre);
    await decide('waive-late-fee', 2, '2026-03-03T02:00:00Z', town.south);
    const day = { from: '2026-03-01', to: '2026-03-31', kind: 'adjustment' } as const;
    const page = await finance.client.call(report.exceptions, { query: { ...day, size: 1 } });
    expect(page.items).toMatchObject([{ label: '减免违约金', amountFen: -250, requestedBy: '王芳', decidedBy: '员工3001', hallName: '城南营业厅' }]);
    expect((await finance.client.call(report.exceptions, { query: { ...day, cursor: page.next! } })).items).toMatchObject([{ label: '调整账单' }]);
    expect((await leader.client.call(report.exceptions, { query: day })).items).toHaveLength(1);
    expect((await finance.client.call(report.exceptions, { query: { ...day, kind: 'void' } })).items).toEqual([]);
    expect((await finance.client.call(report.exceptions, { query: { ...day, kind: 'refund' } })).items).toEqual([]);
    expect((await finance.client.refused(report.exceptions, { query: { ...day, cursor: 'x' } })).code).toBe('INVALID_INPUT');
  });

  it('goes out as a spreadsheet that says under which conditions and by whom, on record', async () => {
    const load = async (path: string) => {
      const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${finance.token}` } });
      expect(answer.status).toBe(200);
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(await answer.arrayBuffer());
      return book;
    };
    const book = await load(`${pathOf(report.exportTakings)}?from=2014-01-01&to=2014-12-31&method=card`);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['按月', '营业厅', '窗口', '收费员', '统计条件']);
    const last = book.worksheets[0]!.lastRow!;
    expect([last.getCell(1).value, last.getCell(2).value, last.getCell(3).value]).toEqual(['合计', 1162, 223_491.75]);
    const about = JSON.stringify(book.getWorksheet('统计条件')!.getSheetValues());
    for (const words of ['2014-01-01 至 2014-12-31', '银行卡', '员工8001（8001）']) expect(about).toContain(words);
    await load(`${pathOf(report.exportArrearsByAge)}`);
    await load(`${pathOf(report.exportCollection)}?fromMonth=2026-01&toMonth=2026-02`);
    expect((await load(`${pathOf(report.exportExceptions)}?from=2026-03-01&to=2026-03-31&kind=adjustment`)).worksheets[0]!.rowCount).toBe(3);
    expect((await server.query<{ report: string }>('SELECT report FROM report_export ORDER BY id')).map((row) => row.report)).toEqual(['takings', 'arrears', 'collection', 'exceptions']);
  });
});
