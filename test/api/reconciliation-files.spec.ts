/** PY-7: files that people bring: card batches and the bank's list, a wrong one withdrawn, one that never comes, and whose hand signs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contract from '@shouwen/shared/contract/reconciliation';
import { addDays, type DateString } from '@shouwen/shared/value';
import { LedgerService } from '../../server/src/ledger/index.js';
import { ExpectedFiles } from '../../server/src/reconciliation/index.js';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import type { Client } from '../support/http.js';
import { Reconciling, uploadFile } from '../support/reconciling.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('files of reconciliation', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let desk: Reconciling;
  let finance: { id: number; client: Client };
  let second: { id: number; client: Client };
  let leader: { id: number; client: Client };
  /** In a week without holidays. */
  const tuesday: DateString = '2026-03-10';
  const day = (n: number) => addDays(tuesday, n);
  const goTo = (date: DateString, clock: string) => server.clock.set(new Date(`${date}T${clock}+08:00`));
  const count = async (table: string) => Number((await server.query<{ n: string }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]!.n);
  const balance = (book: 'bank' | 'card-clearing' | 'cash-in-transit' | 'channel-fee', subject?: number) => server.app.get(LedgerService).balance(book, subject);
  const days = async (source: 'card' | 'bank') => (await finance.client.call(contract.reconciliationDays, { query: { size: 50, source } })).items;
  const detail = async (source: 'card' | 'bank', date: DateString) => finance.client.call(contract.reconciliationDay, { path: { id: (await days(source)).find((one) => one.date === date)!.id } });
  const withdraw = (client: Client, file: { id: number }, { version }: { version: number }, reason = '传错了') => ({ path: { id: file.id }, body: { version, reason } });
  const shape = ({ kind, line, reference, ourFen, theirFen, state }: contract.FinanceItem) => ({ kind, line, reference, ourFen, theirFen, state });
  const slips = (list: contract.FinanceItem[]) => short(list.filter(({ line }) => line === 'deposit'));
  const short = (list: contract.FinanceItem[]) => list.map(({ reference, kind, state, resolution }) => `${reference} ${kind} ${resolution ?? state}`).sort();
  const faults = async () => (await server.ledgerFaults()).map(({ kind }) => kind).filter((kind) => !['payment-form', 'payment-entry', 'void-entry', 'deposit-entry'].includes(kind));

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    desk = new Reconciling(server);
    goTo(day(5), '15:00:00');
    [finance, second, leader] = [await desk.person('5001', '钱会计', 'finance'), await desk.person('5002', '孙会计', 'finance'), await desk.person('5010', '韩淑芬', 'section-leader')] as const;
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  describe('with card terminals', () => {
    const head = '终端号,批次号,参考号,时间,金额,状态\r\n';
    const line = (reference: string, yuan: string, state = '成功', clock = '10:00:00') => `T1,000007,${reference},${day(0)} ${clock},${yuan},${state}\r\n`;
    const good = `\ufeff${head}${line('1001', '12.50')}${line('1002', '"1,200.00"')}${line('1003', '9.00', '撤销')}${line('1009', '5.00')}`;

    it('refuses what is broken, naming row and column, and keeps nothing of it', async () => {
      await desk.cardPayment(`${day(0)}T10:00:00+08:00`, 1250, '000007', '1001');
      await desk.cardPayment(`${day(0)}T10:00:00+08:00`, 120_001, '000007', '1002');
      await desk.cardPayment(`${day(0)}T10:00:00+08:00`, 900, '000007', '1003', 'voided');
      await desk.cardPayment(`${day(0)}T12:00:00+08:00`, 300, '000008', '1004');
      const cases: [string, string, string, string | Uint8Array, number, RegExp][] = [
        ['card', day(0), 'RECONCILIATION_FILE_BROKEN', good.replace('12.50', '12,5'), 422, /第 2 行：应有 6 列/],
        ['card', day(0), 'RECONCILIATION_FILE_BROKEN', good.replace('12.50', '12.5o'), 422, /第 2 行“金额”列：不是金额/],
        ['card', day(1), 'RECONCILIATION_FILE_BROKEN', good, 422, /第 2 行“时间”列：不是/],
        ['card', day(0), 'RECONCILIATION_FILE_BROKEN', 'a,b\r\n1,2', 422, /缺少这些列/],
        ['card', day(0), 'FILE_NOT_READABLE', new Uint8Array([0xff, 0xfe, 0xff]), 422, /不是文本/],
        ['card', addDays(day(0), 400), 'INVALID_INPUT', good, 400, /不能晚于今天/],
        ['wechat', day(0), 'INVALID_INPUT', good, 400, /刷卡批次还是银行入账/],
      ];
      for (const [source, date, code, content, status, message] of cases) expect(await uploadFile(finance.client, source, date, content)).toEqual({ status, body: expect.objectContaining({ code, message: expect.stringMatching(message) }) });
      expect(await count('reconciliation_file')).toBe(0);
      expect((await days('card')).map(({ date, state }) => [date, state])).toEqual([]);
    });

    it('matches a batch, tells a file that is known, and takes another terminal’s beside it', async () => {
      const { status, body } = await uploadFile(finance.client, 'card', day(0), good);
      expect(status).toBe(200);
      expect(body.list.map(shape).sort((a, b) => a.reference.localeCompare(b.reference))).toEqual([
        { kind: 'amount', line: 'payment', reference: '000007/1002', ourFen: 120_001, theirFen: 120_000, state: 'open' },
        { kind: 'only-theirs', line: 'payment', reference: '000007/1009', ourFen: null, theirFen: 500, state: 'open' },
        { kind: 'only-ours', line: 'payment', reference: '000008/1004', ourFen: 300, theirFen: null, state: 'open' },
      ]);
      expect(await uploadFile(finance.client, 'card', day(0), good)).toMatchObject({ status: 409, body: { code: 'RECONCILIATION_FILE_KNOWN' } });
      // The other terminal writes GBK and counts one payment twice.
      const gbkHead = Buffer.from('d6d5b6cbbac52cc5fab4cebac52cb2cebfbcbac52ccab1bce42cbdf0b6ee2cd7b4ccac0d0a', 'hex');
      const row = `T2,000008,1004,${day(0)} 12:00,3.00,SUCCESS\r\n`;
      const added = await uploadFile(second.client, 'card', day(0), Buffer.concat([gbkHead, Buffer.from(row + row)]), 'T2.csv');
      expect(added.body.files.map(({ name, rows, by }) => [name, rows, by])).toEqual([['card.csv', 4, '钱会计'], ['T2.csv', 2, '孙会计']]);
      const other = (reference: string) => added.body.list.filter((item) => item.reference === reference);
      expect(other('000008/1004').map(({ kind, state, resolution }) => [kind, state, resolution]).sort()).toEqual([['only-ours', 'resolved', 'itself'], ['only-theirs', 'open', null]]);
      expect(added.body.items).toBe(4);
    });

    it('refuses a file that differs in thousands of lines', async () => {
      const flood = head + Array.from({ length: 2001 }, (_, n) => line(`9${n}`, '1.00')).join('');
      expect(await uploadFile(finance.client, 'card', day(3), flood.replaceAll(day(0), day(3)))).toMatchObject({ status: 422, body: { code: 'RECONCILIATION_TOO_MANY' } });
    });
  });

  describe('of the wrong kind', () => {
    const cards = (...rows: [string, string][]) => `终端号,批次号,参考号,时间,金额,状态\r\n${rows.map(([reference, yuan]) => `T1,000020,${reference},${day(3)} 10:00:00,${yuan},成功\r\n`).join('')}`;

    it('says which takings still wait for a file that nobody has brought, and forgets it when nothing is missing', async () => {
      await desk.cardPayment(`${day(3)}T10:00:00+08:00`, 2000, '000020', '2001');
      await desk.cardPayment(`${day(5)}T10:00:00+08:00`, 700, '000020', '2009');
      await server.app.get(ExpectedFiles).expect();
      await server.app.get(ExpectedFiles).expect();
      expect((await days('card')).map(({ date, state, trouble }) => [date, state, trouble])).toEqual([
        [day(3), 'open', '我方有刷卡收款 1 笔 20.00 元，还没有上传终端批次文件'], [day(0), 'matched', null],
      ]);
      await server.query("UPDATE payment SET state = 'voided' WHERE card_reference = '2001'");
      await server.app.get(ExpectedFiles).expect();
      expect((await days('card')).map(({ date }) => date)).toEqual([day(0)]);
      await server.query("UPDATE payment SET state = 'paid' WHERE card_reference = '2001'");
    });

    it('is withdrawn with a reason by finance alone, before the signature; its differences go with it, and the right one takes its place', async () => {
      const wrong = await uploadFile(finance.client, 'card', day(3), cards(['2001', '20.00'], ['2002', '35.00'], ['2003', '1.00']), 'wrong.csv');
      expect(short(wrong.body.list)).toEqual(['000020/2002 only-theirs open', '000020/2003 only-theirs open']);
      const [file] = wrong.body.files;
      const [first] = wrong.body.list;
      await finance.client.call(contract.explainFinanceItem, { path: { id: first!.id }, body: { version: first!.version, text: '查过签购单' } });
      expect((await leader.client.refused(contract.withdrawReconciliationFile, withdraw(leader.client, file!, wrong.body))).code).toBe('FORBIDDEN');
      expect((await finance.client.refused(contract.withdrawReconciliationFile, withdraw(finance.client, file!, wrong.body, ' '))).code).toBe('INVALID_INPUT');
      expect((await finance.client.refused(contract.withdrawReconciliationFile, withdraw(finance.client, { id: 99_999 }, wrong.body))).code).toBe('NOT_FOUND');
      expect((await finance.client.refused(contract.withdrawReconciliationFile, withdraw(finance.client, file!, { version: 1 }))).code).toBe('RECONCILIATION_CHANGED');

      const race = await Promise.all([finance, second].map(({ client }) => client.send(contract.withdrawReconciliationFile, withdraw(client, file!, wrong.body))));
      expect(race.map(({ status }) => status).sort()).toEqual([200, 409]);
      const after = await detail('card', day(3));
      expect(after).toMatchObject({ state: 'open', ours: null, theirs: null, settlement: null, openItems: 0, files: [{ name: 'wrong.csv', mayWithdraw: false, withdrawn: { reason: '传错了' } }] });
      expect(short(after.list)).toEqual(['000020/2002 only-theirs explanation', '000020/2003 only-theirs withdrawn']);
      expect((await finance.client.refused(contract.withdrawReconciliationFile, withdraw(finance.client, file!, after))).code).toBe('RECONCILIATION_FILE_WITHDRAWN');
      expect((await finance.client.refused(contract.signReconciliation, { path: { id: after.id }, body: { version: after.version } })).code).toBe('RECONCILIATION_NOT_MATCHED');

      // The same difference in the right file is open again; another amount is not covered by the explanation there was; the same file may come again, too.
      const right = await uploadFile(second.client, 'card', day(3), cards(['2001', '20.00'], ['2002', '36.00'], ['2003', '1.00']), 'right.csv');
      expect(short(right.body.list)).toEqual(['000020/2002 only-theirs open', '000020/2003 only-theirs open']);
      expect(right.body.list.find(({ reference }) => reference === '000020/2002')).toMatchObject({ theirFen: 3600, owner: expect.anything(), explanation: null });
      await finance.client.call(contract.withdrawReconciliationFile, withdraw(finance.client, right.body.files[1]!, right.body));
      const again = await uploadFile(second.client, 'card', day(3), cards(['2001', '20.00'], ['2002', '35.00'], ['2003', '1.00']), 'wrong.csv');
      expect(again.status).toBe(200);
      expect(again.body.files.map(({ name, withdrawn }) => [name, withdrawn === null])).toEqual([['wrong.csv', false], ['right.csv', false], ['wrong.csv', true]]);
      expect(short(again.body.list)).toEqual(['000020/2002 only-theirs open', '000020/2003 only-theirs open']);
    });

    it('is signed by another hand than uploaded it or explained what differed', async () => {
      const today = await detail('card', day(3));
      const signing = async () => ({ path: { id: today.id }, body: { version: (await detail('card', day(3))).version } });
      for (const { id, version } of today.list) await finance.client.call(contract.explainFinanceItem, { path: { id }, body: { version, text: '漏记，已补收' } });
      for (const one of [finance, second]) expect((await one.client.refused(contract.signReconciliation, await signing())).code).toBe('RECONCILIATION_SIGN_OWN');
      // Who took out what another had brought, with its differences, has a hand in what is left.
      const third = await desk.person('5003', '李会计', 'finance');
      const extra = await uploadFile(second.client, 'card', day(3), cards(['2077', '77.00']), 'extra.csv');
      expect(short(extra.body.list)).toContain('000020/2077 only-theirs open');
      const left = await third.client.call(contract.withdrawReconciliationFile, withdraw(third.client, extra.body.files.at(-1)!, extra.body));
      expect(left).toMatchObject({ state: 'matched', openItems: 0, maySign: false });
      expect((await third.client.refused(contract.signReconciliation, await signing())).code).toBe('RECONCILIATION_SIGN_OWN');
      expect(await leader.client.call(contract.signReconciliation, await signing())).toMatchObject({ state: 'closed', signedBy: '韩淑芬' });
      const file = (await detail('card', day(3))).files.find(({ withdrawn }) => withdrawn === null);
      expect((await finance.client.refused(contract.withdrawReconciliationFile, withdraw(finance.client, file!, await detail('card', day(3))))).code).toBe('RECONCILIATION_CLOSED');
    });
  });

  describe('of the bank', () => {
    const bank = (date: DateString, ...rows: [string, string, string][]) => `日期,凭证号,金额,摘要\n${rows.map(([slip, yuan, text]) => `${date},${slip},${yuan},${text}\n`).join('')}`;
    let slip: number;
    let waiting: number;

    it('confirmed what it should not have: taken back, entry by entry, and confirmed again by the right one', async () => {
      goTo(day(6), '16:00:00');
      [slip, waiting] = [await desk.deposit(day(2), 'SLIP-1', 50_000), await desk.deposit(day(1), 'SLIP-0', 9000)];
      const clearing = await balance('card-clearing');
      const earlier = await uploadFile(finance.client, 'bank', day(1), bank(day(1)), 'bank1.csv');
      expect(slips(earlier.body.list)).toEqual(['SLIP-0 day-boundary waiting']);
      const settled = (await detail('card', day(3))).settlement!;
      const wrong = await uploadFile(finance.client, 'bank', day(2), bank(day(2), ['SLIP-1', '500.00', '现金'], ['SLIP-0', '90.00', '现金'], ['', (settled.fen / 100).toFixed(2), `CARD-${day(3)}`]), 'bank2.csv');
      expect([await balance('bank'), await balance('cash-in-transit', slip), await balance('cash-in-transit', waiting)]).toEqual([59_000 + settled.fen, 0, 0]);
      expect(slips((await detail('bank', day(1))).list)).toEqual(['SLIP-0 day-boundary itself']);

      await finance.client.call(contract.withdrawReconciliationFile, withdraw(finance.client, wrong.body.files[0]!, wrong.body));
      expect([await balance('bank'), await balance('channel-fee'), await balance('cash-in-transit', slip), await balance('cash-in-transit', waiting)]).toEqual([0, 0, 50_000, 9000]);
      expect(await balance('card-clearing')).toBe(clearing);
      expect((await detail('card', day(3))).settlement?.confirmedAt).toBeNull();
      expect(slips((await detail('bank', day(1))).list)).toEqual(['SLIP-0 day-boundary waiting']);
      expect(await faults()).toEqual([]);

      const right = await uploadFile(second.client, 'bank', day(2), bank(day(2), ['SLIP-1', '500.00', '现金']), 'bank2b.csv');
      expect(right.body.items).toBe(1); // the settlement that the wrong file had
      expect([await balance('bank'), await balance('cash-in-transit', slip)]).toEqual([50_000, 0]);
      expect(slips((await detail('bank', day(1))).list)).toEqual(['SLIP-0 only-ours open']);
      expect(await faults()).toEqual([]);
    });

    it('credits the same slip on two days: the second is a difference, not the same money again', async () => {
      const twice = await uploadFile(finance.client, 'bank', day(5), bank(day(5), ['SLIP-1', '500.00', '现金']), 'bank5.csv');
      expect(twice.body.list.map(shape)).toEqual([{ kind: 'only-theirs', line: 'deposit', reference: 'SLIP-1', ourFen: null, theirFen: 50_000, state: 'open' }]);
      expect(await balance('bank')).toBe(50_000);
    });

    it('that has not come for what is due is missed', async () => {
      // With the terminals' 56 yuan of Friday.
      await desk.deposit(day(6), 'SLIP-6', 1234);
      goTo(day(14), '10:00:00');
      await server.app.get(ExpectedFiles).expect();
      expect((await days('bank')).map(({ date, state, trouble }) => [date, state, trouble])).toEqual(expect.arrayContaining([[day(6), 'open', '应到账 68.34 元，银行还没有确认，请上传银行入账文件']]));
    });
  });
});
