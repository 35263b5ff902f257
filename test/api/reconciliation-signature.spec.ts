/** PY-7: a day is signed when nothing of it is open, by a hand that had no part in it; also when both happen at the same moment. What comes in at the door is a day that can be. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from '@shouwen/shared/contract';
import * as approval from '@shouwen/shared/contract/approval';
import * as contract from '@shouwen/shared/contract/reconciliation';
import { addDays, type DateString } from '@shouwen/shared/value';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import type { Client } from '../support/http.js';
import { Reconciling, uploadFile } from '../support/reconciling.js';
import { type ServerInProcess, startServer } from '../support/server.js';

describeOnBothDatabases('signatures of reconciliation', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let desk: Reconciling;
  let finance: { id: number; client: Client };
  let second: { id: number; client: Client };
  let third: { id: number; client: Client };
  let leader: { id: number; client: Client };
  let director: { id: number; client: Client };
  let last: DateString = '2026-03-01';
  /** Each scene on a day of its own, later than all before. */
  const next = () => (last = addDays(last, 1));
  let slips = 0;

  const cards = (date: DateString, ...references: string[]) => `终端号,批次号,参考号,时间,金额,状态\r\n${references.map((reference) => `T1,000030,${reference},${date} 10:00:00,20.00,成功\r\n`).join('')}`;
  const bank = (date: DateString, ...rows: [string, string][]) => `日期,凭证号,金额,摘要\n${rows.map(([slip, yuan]) => `${date},${slip},${yuan},现金\n`).join('')}`;
  const bring = async (by: { client: Client }, source: 'card' | 'bank', date: DateString, content: string) => {
    const { status, body } = await uploadFile(by.client, source, date, content);
    expect([status, body.message]).toEqual([200, undefined]);
    return body;
  };
  const detail = (by: { client: Client }, { id }: { id: number }) => by.client.call(contract.reconciliationDay, { path: { id } });
  const signing = ({ id, version }: { id: number; version: number }) => ({ path: { id }, body: { version } });
  const correct = (item: contract.FinanceItem) => finance.client.call(contract.correctFinanceItem, { path: { id: item.id }, body: { version: item.version, reason: '以对方为准' } });
  const explain = (by: { client: Client }, item: contract.FinanceItem) => by.client.call(contract.explainFinanceItem, { path: { id: item.id }, body: { version: item.version, text: '已查明' } });
  const asked = async () => (await finance.client.call(approval.approvals, { query: { view: 'own' } })).items.filter(({ state }) => state === 'open');
  const unsound = async () => (await server.query("SELECT d.id FROM reconciliation_day d JOIN finance_item i ON i.day_id = d.id WHERE d.state = 'closed' AND i.state IN ('open', 'correcting')")).length;
  const kept = async () => (await readdir(join(database.environment.DATA_DIR!, 'reconciliation')).catch(() => [])).sort();

  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    desk = new Reconciling(server);
    server.clock.set(new Date('2026-09-15T15:00:00+08:00'));
    [finance, second, third, leader, director] = [
      await desk.person('5001', '钱会计', 'finance'), await desk.person('5002', '孙会计', 'finance'), await desk.person('5003', '李会计', 'finance'),
      await desk.person('5010', '韩淑芬', 'section-leader'), await desk.person('5011', '周明', 'hall-director'),
    ] as const;
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  describe('the door', () => {
    it.each(['card', 'bank'] as const)('takes no %s file of a day before there was anything to agree with, and keeps nothing', async (source) => {
      for (const date of ['1999-12-31', '1969-12-31', '1900-01-01', '0099-12-31', '0001-01-01', '0000-01-01', '2026-09-16', '9999-12-31', '2026-02-30', '']) {
        const { status, body } = await uploadFile(finance.client, source, date, source === 'bank' ? bank(date) : cards(date));
        expect([date, status, body]).toEqual([date, 400, expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(/日期/), fields: [expect.objectContaining({ path: 'date' })] })]);
      }
      expect(await uploadFile(finance.client, source, '2000-01-01', '坏')).toMatchObject({ status: 422, body: { code: 'RECONCILIATION_FILE_BROKEN' } });
      expect((await finance.client.call(contract.reconciliationDays, { query: {} })).items).toEqual([]);
      expect(await kept()).toEqual([]);
    });

    it('knows a page by its own cursors only', async () => {
      const days = ['2026-99-99.1', '2026-02-30.1', '2026-03-10', '2026-03-10.', '.1', '------------.1', '2026-03-10.12345678901'];
      for (const cursor of days) {
        expect([cursor, (await finance.client.refused(contract.reconciliationDays, { query: { cursor } })).code]).toEqual([cursor, 'INVALID_INPUT']);
        expect([cursor, (await finance.client.refused(contract.financeItems, { query: { cursor } })).code]).toEqual([cursor, 'INVALID_INPUT']);
      }
      for (const cursor of ['0000-01-01', '0001-01-01', '0099-12-31', '1969-12-31', '9999-12-31', '9999-01-01', '2026-02-30', 'gestern'])
        expect([cursor, await finance.client.refused(contract.sideBySide, { query: { cursor, size: 31 } })]).toEqual([cursor, expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(/日期/) })]);
      for (const cursor of ['1970-01-01', '2030-01-01', '9998-12-31']) expect((await finance.client.call(contract.sideBySide, { query: { cursor, size: 31 } })).items).toHaveLength(31);
    });

    it('keeps of a refused file nothing, and of one that is in use what was kept', async () => {
      const date = next();
      const good = cards(date, '1', '2');
      const [one, two] = await Promise.all([uploadFile(finance.client, 'card', date, good), uploadFile(second.client, 'card', date, good)]);
      expect([one.status, two.status].sort()).toEqual([200, 409]);
      const [file] = (one.status === 200 ? one : two).body.files;
      expect(await kept()).toEqual([`${file!.sha256}.gz`]);

      const flood = cards(date, ...Array.from({ length: 2001 }, (_, n) => `9${n}`));
      const refused: [string, string, string | Uint8Array, string][] = [
        ['card', date, good, 'RECONCILIATION_FILE_KNOWN'], ['card', addDays(date, 1), good, 'RECONCILIATION_FILE_BROKEN'], ['card', date, good.replace('20.00', '2o'), 'RECONCILIATION_FILE_BROKEN'],
        ['card', date, new Uint8Array([0xff, 0xfe, 0xff]), 'FILE_NOT_READABLE'], ['card', date, new Uint8Array([0x1f, 0x8b, 1, 2, 3]), 'FILE_NOT_READABLE'], ['wechat', date, good, 'INVALID_INPUT'],
        ['card', date, flood, 'RECONCILIATION_TOO_MANY'],
      ];
      for (const [source, day, content, code] of refused) expect((await uploadFile(finance.client, source, day, content)).body.code).toBe(code);
      expect(await kept()).toEqual([`${file!.sha256}.gz`]);
      const answer = await fetch(`${server.url}${pathOf(contract.reconciliationFile, { id: file!.id })}`, { headers: { authorization: `Bearer ${finance.client.token}` } });
      expect(await answer.text()).toBe(good);
    });
  });

  describe('of a day with corrections', () => {
    it('wait for the approval, and are never by whoever asked for it', async () => {
      const date = next();
      const day = await bring(second, 'card', date, cards(date, '1', '2'));
      for (const item of day.list) await correct(item);
      for (const one of [finance, leader]) expect(await one.client.refused(contract.signReconciliation, signing(day))).toMatchObject({ code: 'FINANCE_ITEMS_OPEN', message: '有 2 条差异的更正还没有审批，等更正审批通过或撤回后再签字' });
      expect(await detail(leader, day)).toMatchObject({ state: 'matched', openItems: 2, maySign: true, signingRefused: expect.stringContaining('等更正审批通过或撤回后再签字') });
      expect(await detail(finance, day)).toMatchObject({ maySign: false, signingRefused: expect.stringContaining('申请更正') });

      const [first, other] = await asked();
      await finance.client.call(approval.withdrawApproval, { path: { id: first!.id }, body: { version: first!.version } });
      expect((await detail(leader, day)).signingRefused).toBe('还有 1 条差异没有说明或更正，处理完才能签字；有 1 条差异的更正还没有审批，等更正审批通过或撤回后再签字');
      await leader.client.call(approval.decideApproval, { path: { id: other!.id }, body: { version: other!.version, outcome: 'refused', reason: '先问终端' } });
      const open = await detail(leader, day);
      expect(open).toMatchObject({ openItems: 2, signingRefused: '还有 2 条差异没有说明或更正，处理完才能签字' });
      for (const item of open.list) await explain(third, item);
      // What he asked for came to nothing; he had a hand in it all the same.
      const settled = await detail(finance, day);
      expect(settled).toMatchObject({ openItems: 0, maySign: false });
      expect((await finance.client.refused(contract.signReconciliation, signing(settled))).code).toBe('RECONCILIATION_SIGN_OWN');
      expect(await detail(leader, day)).toMatchObject({ maySign: true, signingRefused: null });
      expect(await leader.client.call(contract.signReconciliation, signing(settled))).toMatchObject({ state: 'closed', openItems: 0, signingRefused: null });
    });

    it.each(['approved', 'refused', 'withdrawn', 'expired'] as const)('and the same correction %s at the same moment leave no signed day with an open difference', async (end) => {
      for (let round = 0; round < 3; round++) {
        const date = next();
        const day = await bring(second, 'card', date, cards(date, '1'));
        await correct(day.list[0]!);
        const [request] = await asked();
        const [path, version] = [{ id: request!.id }, request!.version];
        const ends = {
          approved: () => director.client.send(approval.decideApproval, { path, body: { version, outcome: 'approved', reason: '' } }),
          refused: () => director.client.send(approval.decideApproval, { path, body: { version, outcome: 'refused', reason: '不对' } }),
          withdrawn: () => finance.client.send(approval.withdrawApproval, { path, body: { version } }),
          expired: () => finance.client.send(contract.withdrawReconciliationFile, { path: { id: day.files[0]!.id }, body: { version: day.version, reason: '传错了' } }),
        };
        const sign = () => leader.client.send(contract.signReconciliation, signing(day));
        const [ended, ...signed] = await Promise.all([ends[end](), sign(), sign(), sign()]);
        expect(ended.status).toBe(200);
        if (end !== 'approved') expect(signed.map(({ status }) => status)).toEqual([409, 409, 409]);
        expect(await unsound()).toBe(0);
      }
    });

    it('are void when one is refused that a day was signed with before', async () => {
      const date = next();
      const day = await bring(second, 'card', date, cards(date, '1'));
      await correct(day.list[0]!);
      await server.query("UPDATE reconciliation_day SET state = 'closed', signed_by_id = ?, signed_at = ? WHERE id = ?", [leader.id, '2026-09-15 07:00:00.000', day.id]);
      const [request] = await asked();
      await finance.client.call(approval.withdrawApproval, { path: { id: request!.id }, body: { version: request!.version } });
      const open = await detail(leader, day);
      expect(open).toMatchObject({ state: 'matched', signedBy: null, signedAt: null, openItems: 1, history: expect.arrayContaining([expect.objectContaining({ by: null, text: expect.stringContaining('自动重新打开：更正没有入账') })]) });
      expect(await explain(third, open.list[0]!)).toMatchObject({ state: 'resolved' });
    });
  });

  describe('of a day with something that waits for the next file', () => {
    // Past what the cards above are settled for.
    beforeAll(() => void (last = '2026-06-01'));

    /** Cash that the bank has not listed on its day. */
    const waiting = async (by: { client: Client }): Promise<{ day: contract.ReconciliationDayDetail; slip: string; date: DateString }> => {
      const date = next();
      const slip = `S${++slips}`;
      await desk.deposit(date, slip, 5000);
      const day = await bring(by, 'bank', date, bank(date));
      expect(day.list.map(({ reference, state }) => [reference, state])).toEqual([[slip, 'waiting']]);
      return { day, slip, date };
    };

    it('hold while it comes, and not when it does not', async () => {
      const { day, slip } = await waiting(second);
      expect(await leader.client.call(contract.signReconciliation, signing(day))).toMatchObject({ state: 'closed', openItems: 0, waitingItems: 1 });
      await bring(second, 'bank', next(), bank(last, [slip, '50.00']));
      expect(await detail(leader, day)).toMatchObject({ state: 'closed', waitingItems: 0 });

      const lost = await waiting(second);
      await leader.client.call(contract.signReconciliation, signing(lost.day));
      await bring(second, 'bank', next(), bank(last));
      const open = await detail(leader, lost.day);
      expect(open).toMatchObject({
        state: 'matched', signedBy: null, openItems: 1, signingRefused: '还有 1 条差异没有说明或更正，处理完才能签字',
        history: expect.arrayContaining([expect.objectContaining({ by: null, text: `自动重新打开：${last} 的文件里仍没有等候的款项，处理后请重新签字` })]),
      });
      const [item] = open.list;
      expect(await server.query('SELECT id FROM staff_notice WHERE staff_id = ? AND notice_key LIKE ?', [item!.owner!.id, `reconciliation:${lost.day.id}:%`])).toHaveLength(1);
      await explain(third, item!);
      expect(await leader.client.call(contract.signReconciliation, signing(await detail(leader, lost.day)))).toMatchObject({ state: 'closed' });
    });

    it('and the file that does not have it, at the same moment, leave no signed day with an open difference', async () => {
      for (let round = 0; round < 4; round++) {
        const { day } = await waiting(second);
        const date = next();
        const [, brought] = await Promise.all([leader.client.send(contract.signReconciliation, signing(day)), uploadFile(second.client, 'bank', date, bank(date))]);
        expect(brought.status).toBe(200);
        expect(await unsound()).toBe(0);
      }
    });

    it('are not by whoever explains it at the same moment', async () => {
      for (let round = 0; round < 4; round++) {
        const { day } = await waiting(second);
        const [item] = day.list;
        const answers = await Promise.all([
          finance.client.send(contract.signReconciliation, signing(day)), finance.client.send(contract.explainFinanceItem, { path: { id: item!.id }, body: { version: item!.version, text: '我查过' } }),
        ]);
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      }
    });

    it('and the withdrawal of the file that had it, at the same moment, leave no signed day with an open difference', async () => {
      for (let round = 0; round < 4; round++) {
        const { day, slip } = await waiting(second);
        await bring(second, 'bank', next(), bank(last));
        const date = next();
        const found = await bring(second, 'bank', date, bank(date, [slip, '50.00']));
        const settled = await detail(leader, day);
        expect(settled).toMatchObject({ state: 'matched', openItems: 0, waitingItems: 0, signingRefused: null });
        const answers = await Promise.all([
          leader.client.send(contract.signReconciliation, signing(settled)), second.client.send(contract.withdrawReconciliationFile, { path: { id: found.files[0]!.id }, body: { version: found.version, reason: '传错了' } }),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
        expect(await unsound()).toBe(0);
      }
    });
  });
});
