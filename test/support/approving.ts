/** A second person who decides what another asked for. */
import { approval, decideApproval } from '@shouwen/shared/contract/approval';
import type { Role } from '@shouwen/shared/vocabulary';
import { Transactions } from '../../server/src/database/index.js';
import { SessionService } from '../../server/src/http/index.js';
import { Staff } from '../../server/src/staff/index.js';
import type { Person } from './halls.js';
import { Client } from './http.js';
import type { ServerInProcess } from './server.js';

export async function openDecider(server: ServerInProcess, staffNumber = '8101', roles: Role[] = ['finance']): Promise<Person> {
  return server.app.get(Transactions).run(async (tx) => {
    const id = (await tx.insert(Staff, { staffNumber, name: '赵审批', roles, hallId: null, departmentId: null, passwordHash: 'scrypt.none.none', active: true, onDuty: true })).identifiers[0]!['id'] as number;
    const { token } = await server.app.get(SessionService).open(tx, 'staff', id, server.clock.now(), 24 * 365);
    return { id, token, client: new Client(server.url, token) };
  });
}

/** Says yes; answers as the server does. */
export async function approve(decider: Pick<Person, 'client'>, approvalId: number): Promise<{ status: number; body: unknown }> {
  const { version } = await decider.client.call(approval, { path: { id: approvalId } });
  return decider.client.send(decideApproval, { path: { id: approvalId }, body: { version, outcome: 'approved', reason: '核对过' } });
}
