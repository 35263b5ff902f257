/** A small water company whose tickets are tested: two halls, a repair crew, a handling section, and the people around them. */
import { randomBytes } from 'node:crypto';
import type { Role } from '@shouwen/shared/vocabulary';
import sharp from 'sharp';
import { digestOf, Transactions } from '../../server/src/database/index.js';
import { SessionService } from '../../server/src/http/index.js';
import { Resident } from '../../server/src/identity/index.js';
import { Department, Hall, Post, Staff } from '../../server/src/staff/index.js';
import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import { Client } from './http.js';
import type { ServerInProcess } from './server.js';

export interface TownPerson {
  id: number;
  token: string;
  client: Client;
  staffNumber: string;
}
export const PLACES = { centre: { latitude: 35.08, longitude: 117.15 }, farAway: { latitude: 35.3, longitude: 117.15 } };

export async function buildTown(server: ServerInProcess) {
  const transactions = server.app.get(Transactions);
  const made = await transactions.run(async (tx) => {
    const id = (result: { identifiers: object[] }) => (result.identifiers[0] as { id: number }).id;
    const hall = (name: string, latitude: number, phone: string) => tx.insert(Hall, { name, address: '善国路1号', phone, openHours: '8:30–17:00', latitudeE6: Math.round(latitude * 1e6), longitudeE6: 117_150_000 }).then(id);
    const centre = await hall('城区营业厅', 35.08, '0632-5510001');
    const south = await hall('城南营业厅', 34.9, '0632-5510002');
    const repairs = id(await tx.insert(Department, { name: '抢修队', kinds: ['leak'] }));
    const metering = id(await tx.insert(Department, { name: '计量科', kinds: ['complaint', 'billing-question'] }));
    const person = (staffNumber: string, name: string, roles: Role[], hallId: number | null, departmentId: number | null, onDuty = true) =>
      tx.insert(Staff, { staffNumber, name, roles, hallId, departmentId, passwordHash: 'scrypt.none.none', active: true, onDuty }).then(id);
    const ids = {
      wang: await person('1001', '王芳', ['clerk'], centre, null),
      li: await person('1002', '李娜', ['clerk'], centre, null),
      off: await person('1003', '赵敏', ['clerk'], centre, null, false),
      southClerk: await person('1101', '钱进', ['clerk'], south, null),
      crew: await person('4001', '孙勇', ['crew'], null, repairs),
      crewMate: await person('4002', '周强', ['crew'], null, repairs),
      handler: await person('5001', '吴静', ['handler'], null, metering),
      agent: await person('2001', '郑丽', ['hotline'], null, null, false),
      director: await person('6001', '冯刚', ['hall-director'], centre, null),
      supervisor: await person('7001', '陈正', ['supervisor'], null, null),
      administrator: await person('9001', '管理员', ['administrator'], centre, null),
    };
    await tx.insert(Post, { name: '综合窗口', aStaffId: ids.wang, bStaffId: ids.li });
    return { centre, south, repairs, metering, ids };
  });
  const staffNumbers = new Map((await transactions.run((tx) => tx.find(Staff))).map((staff) => [staff.id, staff.staffNumber]));
  const signIn = async (kind: 'staff' | 'resident', id: number): Promise<TownPerson> => {
    const { token } = await transactions.run((tx) => server.app.get(SessionService).open(tx, kind, id, new Date(), 24 * 365));
    return { id, token, client: new Client(server.url, token), staffNumber: staffNumbers.get(id) ?? '' };
  };
  const entries = await Promise.all(Object.entries(made.ids).map(async ([name, id]) => [name, await signIn('staff', id)] as const));
  return {
    ...made,
    ...(Object.fromEntries(entries) as Record<keyof typeof made.ids, TownPerson>),
    signIn,
    /** Another member of staff, signed in. */
    async hire(staffNumber: string, roles: Role[], hallId: number | null, departmentId: number | null): Promise<TownPerson> {
      const { identifiers } = await transactions.run((tx) => tx.insert(Staff, { staffNumber, name: `员工${staffNumber}`, roles, hallId, departmentId, passwordHash: 'scrypt.none.none', active: true, onDuty: true }));
      return { ...(await signIn('staff', (identifiers[0] as { id: number }).id)), staffNumber };
    },
    /** A new resident, signed in; `phone` is proven theirs. */
    async resident(phone: string | null = null): Promise<TownPerson> {
      const { identifiers } = await transactions.run((tx) => tx.insert(Resident, { unionDigest: null, phone, phoneDigest: phone === null ? null : digestOf(phone), createdAt: new Date() }));
      return signIn('resident', (identifiers[0] as { id: number }).id);
    },
  };
}
export type Town = Awaited<ReturnType<typeof buildTown>>;

/** A photo as a phone takes it: noise, with a position in its metadata. */
export async function takePhoto({ width = 640, height = 480 } = {}): Promise<Buffer> {
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 60 })
    .withExif({ IFD0: { Copyright: 'PhoneOwner' }, IFD3: { GPSLatitude: '35/1 4/1 0/1', GPSLatitudeRef: 'N' } })
    .toBuffer();
}

/** The answer of the upload endpoint, whatever it is. */
export async function upload(person: TownPerson, bytes: Buffer, name = 'photo.jpg', field = 'file'): Promise<{ status: number; body: AttachmentView & { code?: string } }> {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)]), name);
  const answer = await fetch(`${person.client.url}/api/attachments`, { method: 'POST', headers: { authorization: `Bearer ${person.token}` }, body: form });
  return { status: answer.status, body: (await answer.json()) as AttachmentView };
}
