/** Two halls with their people, the service catalogue and counter places, put straight into a running server's tables. */
import { type Role } from '@shouwen/shared/vocabulary';
import type { Weekday } from '@shouwen/shared/value';
import { ServiceItem } from '../../server/src/appointment/index.js';
import { digestOf, Transactions } from '../../server/src/database/index.js';
import { seedAppointments } from '../../server/src/demonstration-command/appointments.js';
import { SessionService } from '../../server/src/http/index.js';
import { Resident } from '../../server/src/identity/index.js';
import { Department, Hall, Post, Staff } from '../../server/src/staff/index.js';
import { Client } from './http.js';
import type { ServerInProcess } from './server.js';

export interface Person {
  id: number;
  token: string;
  client: Client;
}
export interface Halls {
  /** Open on all seven days. */
  center: number;
  /** Open from Monday to Friday. */
  west: number;
  repairs: number;
  clerk: Person;
  /** Shares a post with `clerk`. */
  partner: Person;
  westClerk: Person;
  agent: Person;
  otherAgent: Person;
  supervisor: Person;
  administrator: Person;
  service(name: string): number;
}

const everyDay: Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const workingWeek: Weekday[] = [1, 2, 3, 4, 5];

export async function openHalls(server: ServerInProcess): Promise<Halls> {
  const transactions = server.app.get(Transactions);
  const rows = await transactions.run(async (tx) => {
    const hall = (name: string) => ({ name, address: '善国路1号', phone: '0632-5512345', openHours: '8:30–17:00', latitudeE6: 35_000_000, longitudeE6: 117_000_000 });
    const center = (await tx.insert(Hall, hall('城区营业厅'))).identifiers[0]!.id as number;
    const west = (await tx.insert(Hall, hall('城西营业厅'))).identifiers[0]!.id as number;
    const repairs = (await tx.insert(Department, { name: '抢修队', kinds: ['leak'] })).identifiers[0]!.id as number;
    const person = async (staffNumber: string, name: string, roles: Role[], hallId: number | null, onDuty = true) =>
      (await tx.insert(Staff, { staffNumber, name, roles, hallId, departmentId: null, passwordHash: 'scrypt.none.none', active: true, onDuty })).identifiers[0]!.id as number;
    const ids = {
      clerk: await person('1001', '王芳', ['clerk'], center),
      partner: await person('1002', '李娜', ['clerk'], center),
      westClerk: await person('1003', '赵敏', ['clerk'], west),
      agent: await person('2001', '孙丽', ['hotline'], center),
      otherAgent: await person('2002', '周洁', ['hotline'], center),
      supervisor: await person('3001', '郑刚', ['supervisor'], center),
      administrator: await person('9001', '管理员', ['administrator'], null),
    };
    await tx.insert(Post, { name: '综合窗口', aStaffId: ids.clerk, bStaffId: ids.partner });
    await seedAppointments(tx, [{ id: center, openWeekdays: everyDay }, { id: west, openWeekdays: workingWeek }]);
    return { center, west, repairs, ids, services: await tx.find(ServiceItem) };
  });
  const people = Object.fromEntries(await Promise.all(Object.entries(rows.ids).map(async ([name, id]) => [name, await signIn(server, 'staff', id)]))) as Record<keyof typeof rows.ids, Person>;
  return {
    center: rows.center, west: rows.west, repairs: rows.repairs, ...people,
    service: (name) => {
      const found = rows.services.find((service) => service.name === name);
      if (!found) throw new Error(`no service ${name}`);
      return found.id;
    },
  };
}

/** New residents, signed in; `phone` is proven theirs. */
export async function residents(server: ServerInProcess, count: number, phone: string | null = null): Promise<Person[]> {
  const ids = await server.app.get(Transactions).run(async (tx) => {
    const made: number[] = [];
    for (let n = 0; n < count; n++)
      made.push((await tx.insert(Resident, { unionDigest: null, phone, phoneDigest: phone === null ? null : digestOf(phone), createdAt: server.clock.now() })).identifiers[0]!.id as number);
    return made;
  });
  const people: Person[] = [];
  for (const id of ids) people.push(await signIn(server, 'resident', id));
  return people;
}

async function signIn(server: ServerInProcess, kind: 'staff' | 'resident', id: number): Promise<Person> {
  const sessions = server.app.get(SessionService);
  const { token } = await server.app.get(Transactions).run((tx) => sessions.open(tx, kind, id, server.clock.now(), 24 * 60));
  return { id, token, client: new Client(server.url, token) };
}
