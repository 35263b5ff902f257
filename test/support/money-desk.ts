/** A hall with people who handle money and a drawer whose shift the test opens and closes: the ground of the suites of counter payments, voids and refunds. */
import { approval, decideApproval } from '@shouwen/shared/contract/approval';
import type { Role } from '@shouwen/shared/vocabulary';
import { Transactions } from '../../server/src/database/index.js';
import { LedgerService } from '../../server/src/ledger/index.js';
import { SessionService } from '../../server/src/http/index.js';
import { type CounterReceived, CounterPayments, type CounterShift, type CounterTender, type CounterWanted, Drawers } from '../../server/src/payment/index.js';
import { Hall, Staff } from '../../server/src/staff/index.js';
import { Client } from './http.js';
import type { ServerInProcess } from './server.js';

export interface MoneyPerson {
  id: number;
  client: Client;
}
let numbers = 7000;

export class MoneyDesk {
  readonly shift: CounterShift;
  readonly open = new Set<number>();

  private constructor(
    readonly server: ServerInProcess,
    readonly hallId: number,
  ) {
    this.shift = { id: 900 + hallId, hallId, lateBook: false };
    this.open.add(this.shift.id);
    server.app.get(Drawers).use({
      holdOpen: async (_tx, shiftId) => this.open.has(shiftId),
      takingsOf: (tx, { id, lateBook }) => server.app.get(LedgerService).balance(lateBook ? 'late-cash' : 'cash', id, tx),
      holdShiftOf: async () => (this.open.has(this.shift.id) ? this.shift : null),
    });
  }

  static async at(server: ServerInProcess, name: string): Promise<MoneyDesk> {
    const hallId = await server.app.get(Transactions).run(async (tx) =>
      (await tx.insert(Hall, { name, address: '善国路1号', phone: '0632-5512345', openHours: '8:30–17:00', latitudeE6: 35_000_000, longitudeE6: 117_000_000 })).identifiers[0]!['id'] as number);
    return new MoneyDesk(server, hallId);
  }

  async person(roles: Role[], hallId: number | null = this.hallId): Promise<MoneyPerson> {
    const staffNumber = String(++numbers);
    const token = await this.server.app.get(Transactions).run(async (tx) => {
      const id = (await tx.insert(Staff, { staffNumber, name: `员工${staffNumber}`, roles, hallId, departmentId: null, passwordHash: 'scrypt.none.none', active: true, onDuty: true })).identifiers[0]!['id'] as number;
      return { id, ...(await this.server.app.get(SessionService).open(tx, 'staff', id, this.server.clock.now(), 24 * 60)) };
    });
    return { id: token.id, client: new Client(this.server.url, token.token) };
  }

  /** As the counter does it: the way is cleared, then everything is received in one transaction. */
  async receive(cashier: MoneyPerson, wanted: Partial<CounterWanted> & Pick<CounterWanted, 'totalFen'>, tender?: CounterTender): Promise<CounterReceived & { cleared: boolean }> {
    const payments = this.server.app.get(CounterPayments);
    const whole = { bills: [], prepayments: [], servedMs: 1000, ...wanted };
    const how = tender ?? { method: 'cash' as const, tenderedFen: whole.totalFen };
    const cleared = await payments.clearWay(whole, how);
    const received = await this.server.app.get(Transactions).run((tx) => payments.receive(tx, cashier, this.shift, whole, how, this.server.clock.now()));
    return { ...received, cleared };
  }

  async decide(leader: MoneyPerson, approvalId: number, outcome: 'approved' | 'refused' = 'approved'): Promise<unknown> {
    const { version } = await leader.client.call(approval, { path: { id: approvalId } });
    const { status, body } = await leader.client.send(decideApproval, { path: { id: approvalId }, body: { version, outcome, reason: '核对过' } });
    if (status !== 200) throw Object.assign(new Error(`the decision was refused: ${JSON.stringify(body)}`), body);
    return body;
  }
  /** The refusal of the decision. */
  async decideRefused(leader: MoneyPerson, approvalId: number): Promise<{ code: string }> {
    const { version } = await leader.client.call(approval, { path: { id: approvalId } });
    return leader.client.refused(decideApproval, { path: { id: approvalId }, body: { version, outcome: 'approved', reason: '' } });
  }
}

/** A bill paid whole. */
export const whole = (billId: number, fen: number) => ({ billId, payFen: fen, seenFen: fen });
