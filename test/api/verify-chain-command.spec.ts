/** `npm run verify-chain`, the command itself, beside a running server: silent about what is sound, precise about what is not. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportLeak } from '@shouwen/shared/contract/leak';
import * as ticket from '@shouwen/shared/contract/ticket';
import { groupTicketNumber, ticketIdOf } from '@shouwen/shared/value';
import { describeOnBothDatabases, type TestDatabase } from '../support/databases.js';
import { serverEnvironment } from '../support/server-environment.js';
import { type ServerInProcess, startServer } from '../support/server.js';
import { buildTown, PLACES, type Town } from '../support/ticket-town.js';

const program = join(import.meta.dirname, '../../server/dist/verify-chain-command/main.js');
const body = { category: 'road-leak' as const, description: '', address: '善国路88号', landmark: '东门', place: PLACES.centre, contactPhone: '13812341234', attachmentIds: [] };

describeOnBothDatabases('the command that proves the record', (engine) => {
  let database: TestDatabase;
  let server: ServerInProcess;
  let town: Town;
  const numbers: string[] = [];
  beforeAll(async () => {
    database = await engine.create();
    server = await startServer(database);
    town = await buildTown(server);
    const resident = await town.resident();
    for (let n = 0; n < 4; n++) {
      const { number } = await resident.client.call(reportLeak, { body });
      await resident.client.call(ticket.addNote, { path: { number }, body: { text: '还在漏', attachmentIds: [] } });
      await resident.client.call(ticket.addNote, { path: { number }, body: { text: '更大了', attachmentIds: [] } });
      numbers.push(number);
    }
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  const run = () => {
    const { status, stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...serverEnvironment(database.environment) }, timeout: 60_000 });
    return { status, lines: stdout.trim().split('\n') };
  };
  const spoken = (n: number) => groupTicketNumber(numbers[n] as string);
  const id = (n: number) => ticketIdOf(numbers[n] as string);

  it('ends with 0 and one line when all is sound', () => {
    expect(run()).toEqual({ status: 0, lines: [expect.stringMatching(/^核对 4 张工单、12 条记录，.*：全部完好$/)] });
  });

  it('names the first bad event of each faulty ticket, and ends with 1', async () => {
    // Two bad events in one ticket: the first is named.
    await server.query('UPDATE ticket_event SET actor_id = 99 WHERE ticket_id = ? AND sequence >= 2', [id(0)]);
    await server.query('DELETE FROM ticket_event WHERE ticket_id = ? AND sequence = 2', [id(1)]);
    await server.query('UPDATE ticket SET first_responsible_id = 99 WHERE id = ?', [id(2)]);
    await server.query('DELETE FROM ticket WHERE id = ?', [id(3)]);
    expect(run()).toEqual({
      status: 1,
      lines: [
        `工单 ${spoken(0)} 第 2 条记录：这条记录被改动过`,
        `工单 ${spoken(1)} 第 2 条记录：缺少这条记录`,
        `工单 ${spoken(2)}：工单现状与记录不符：firstResponsibleId`,
        `工单 ${spoken(3)}：工单已被删除，它的记录还在`,
        expect.stringMatching(/^核对 3 张工单、8 条记录，.*：4 张工单有问题$/),
      ],
    });
  });
});
