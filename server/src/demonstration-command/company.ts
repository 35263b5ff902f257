import type { Role } from '@shouwen/shared/vocabulary';
import type { EntityManager } from 'typeorm';
import { Department, Hall, hashPassword, Post, Staff } from '../staff/index.js';
import { centre } from './city.js';
import { seedAppointments } from './appointments.js';
import { seedCashier } from './cashier.js';
import { seedDuty } from './duty.js';

const e6 = (degrees: number) => Math.round(degrees * 1e6);
const halls = [
  { name: '城区营业厅', address: '海慧路1号', phone: '0632-5512001', openHours: '周一至周日 8:30–17:30', east: 0.002, north: 0.0005, openWeekdays: [1, 2, 3, 4, 5, 6, 7] },
  { name: '郊区营业厅', address: '东沙河镇泉口路18号', phone: '0632-5512002', openHours: '周一至周五 8:30–17:00', east: 0.042, north: 0.0085, openWeekdays: [1, 2, 3, 4, 5] },
] as const;
export const [urbanHall, suburbanHall] = [halls[0].name, halls[1].name];

const departments = [
  { name: '抢修中心', kinds: ['leak'] },
  { name: '水表计量科', kinds: ['billing-question', 'complaint'] },
  { name: '营业收费科', kinds: ['billing-question', 'consultation', 'complaint'] },
  { name: '水质监测中心', kinds: ['complaint'] },
  { name: '工程安装科', kinds: ['application'] },
  { name: '客户服务中心', kinds: ['consultation', 'complaint', 'appointment-follow-on'] },
];

interface Person {
  number: string;
  name: string;
  roles: Role[];
  /** As printed for whoever tries the demonstration. */
  title: string;
  hall?: string;
  department?: string;
  offDuty?: true;
}
const people: readonly Person[] = [
  { number: '1001', name: '王秀英', roles: ['clerk'], title: '窗口人员', hall: urbanHall },
  { number: '1002', name: '刘建国', roles: ['clerk'], title: '窗口人员', hall: urbanHall },
  { number: '1003', name: '陈玉兰', roles: ['clerk'], title: '窗口人员', hall: suburbanHall },
  { number: '1004', name: '赵海峰', roles: ['clerk'], title: '窗口人员', hall: suburbanHall },
  { number: '1005', name: '孙丽华', roles: ['hall-manager'], title: '大堂经理', hall: urbanHall },
  { number: '1006', name: '周志强', roles: ['shift-leader', 'clerk'], title: '收费班长', hall: urbanHall, offDuty: true },
  { number: '1007', name: '吴敏', roles: ['hall-director'], title: '大厅主任', hall: urbanHall },
  { number: '1008', name: '孟祥瑞', roles: ['hall-director'], title: '大厅主任', hall: suburbanHall },
  { number: '2001', name: '徐静', roles: ['hotline'], title: '热线人员', department: '客户服务中心' },
  { number: '2002', name: '马晓燕', roles: ['hotline'], title: '热线人员', department: '客户服务中心' },
  { number: '2010', name: '谢春华', roles: ['section-leader'], title: '客户服务中心负责人', department: '客户服务中心' },
  { number: '3001', name: '高大勇', roles: ['crew'], title: '抢修人员', department: '抢修中心' },
  { number: '3002', name: '林卫东', roles: ['crew'], title: '抢修人员', department: '抢修中心' },
  { number: '3003', name: '郭永刚', roles: ['crew'], title: '抢修人员', department: '抢修中心', offDuty: true },
  { number: '3010', name: '何文斌', roles: ['section-leader'], title: '抢修中心负责人', department: '抢修中心' },
  { number: '4001', name: '罗春梅', roles: ['handler'], title: '计量承办', department: '水表计量科' },
  { number: '4002', name: '梁晓东', roles: ['handler'], title: '收费承办', department: '营业收费科' },
  { number: '4003', name: '宋雨晴', roles: ['handler'], title: '水质承办', department: '水质监测中心' },
  { number: '4004', name: '唐志远', roles: ['handler'], title: '安装承办', department: '工程安装科' },
  { number: '4010', name: '韩淑芬', roles: ['section-leader'], title: '营业收费科负责人', department: '营业收费科' },
  { number: '4011', name: '秦立新', roles: ['section-leader'], title: '水表计量科负责人', department: '水表计量科' },
  { number: '4012', name: '许文静', roles: ['section-leader'], title: '水质监测中心负责人', department: '水质监测中心' },
  { number: '4013', name: '夏国栋', roles: ['section-leader'], title: '工程安装科负责人', department: '工程安装科' },
  { number: '5001', name: '钱慧敏', roles: ['finance'], title: '财务人员' },
  { number: '9001', name: '冯正义', roles: ['supervisor'], title: '效能监察', department: '客户服务中心' },
  { number: '9002', name: '邓小军', roles: ['administrator'], title: '系统管理员', department: '客户服务中心' },
  { number: '9003', name: '沈国华', roles: ['company-leader'], title: '公司领导' },
];
/** AB-1: post, holder A, holder B. */
const posts = [
  ['城区营业厅综合窗口', '1001', '1002'], ['郊区营业厅综合窗口', '1003', '1004'], ['城区营业厅大堂', '1005', '1006'], ['热线值班', '2001', '2002'],
  ['抢修一组', '3001', '3002'], ['抢修二组', '3003', '3001'], ['计量与收费承办', '4001', '4002'], ['水质与安装承办', '4003', '4004'], ['部门负责', '3010', '4010'],
] as const;

const passwordOf = (person: Person) => `Shouwen-${person.number}`;

/** Halls, departments, people with posts, and what can be booked. For a database without halls. */
export async function seedCompany(tx: EntityManager): Promise<void> {
  const hallIds = new Map<string, number>();
  for (const { name, address, phone, openHours, east, north } of halls) {
    const { identifiers } = await tx.insert(Hall, { name, address, phone, openHours, latitudeE6: e6(centre.latitude + north), longitudeE6: e6(centre.longitude + east) });
    hallIds.set(name, idOf(identifiers));
  }
  const departmentIds = new Map<string, number>();
  for (const department of departments) departmentIds.set(department.name, idOf((await tx.insert(Department, department)).identifiers));
  const staffIds = new Map<string, number>();
  for (const person of people) {
    const { identifiers } = await tx.insert(Staff, {
      staffNumber: person.number, name: person.name, roles: person.roles, hallId: hallIds.get(person.hall ?? '') ?? null, departmentId: departmentIds.get(person.department ?? '') ?? null,
      passwordHash: await hashPassword(passwordOf(person)), active: true, onDuty: !person.offDuty,
    });
    staffIds.set(person.number, idOf(identifiers));
  }
  for (const [name, a, b] of posts) await tx.insert(Post, { name, aStaffId: staffIds.get(a) as number, bStaffId: staffIds.get(b) as number });
  await seedAppointments(tx, halls.map(({ name, openWeekdays }) => ({ id: hallIds.get(name) as number, openWeekdays })));
  await seedDuty(tx, (number) => staffIds.get(number) as number, [...hallIds.values()], new Date());
  await seedCashier(tx, halls.map(({ name }) => ({ id: hallIds.get(name) as number, clerkId: staffIds.get(name === urbanHall ? '1001' : '1003') as number })), new Date());
}

/** For the welcome text and for tests. */
export function logins(): { staffNumber: string; name: string; role: string; roles: Role[]; hall: string | null; department: string | null; password: string }[] {
  return people.map((person) => ({
    staffNumber: person.number, name: person.name, role: person.title, roles: person.roles, hall: person.hall ?? null, department: person.department ?? null, password: passwordOf(person),
  }));
}

const idOf = (identifiers: readonly object[]) => (identifiers[0] as { id: number }).id;
