import { Injectable } from '@nestjs/common';
import type { ResponseOf } from '@shouwen/shared/contract';
import type { colleagues, StaffProfile } from '@shouwen/shared/contract/staff';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { rowsById, Transactions } from '../database/index.js';
import { Clock, Refusal, SessionService, ThrottleService } from '../http/index.js';
import { passwordMatches } from './password.js';
import { Department, Hall, Post, PostRelief, Staff } from './staff.entity.js';

/** A working day and the way home. */
const sessionHours = 12;
/** Of one person from one address. */
const loginsPerQuarterHour = 10;
/** Of one person: more than one address can use up. */
const loginsPerDay = 1000;

@Injectable()
export class StaffService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly sessions: SessionService,
    private readonly throttle: ThrottleService,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `WRONG_CREDENTIALS` without telling which part, `TOO_MANY_ATTEMPTS` after ten in a quarter of an hour from one address. A stranger
   * at another address cannot lock a person out of their work; guesses from many addresses meet the limit of the day.
   */
  async login(staffNumber: string, password: string, address: string): Promise<{ token: string; expiresAt: Date; staff: StaffProfile }> {
    const now = this.clock.now();
    const subject = `staff-login:${staffNumber}:${address}`;
    await this.throttle.attempt(subject, loginsPerQuarterHour, 15, now);
    await this.throttle.attempt(`staff-login:${staffNumber}`, loginsPerDay, 24 * 60, now);
    const staff = await this.dataSource.manager.findOneBy(Staff, { staffNumber, active: true });
    if (!(await passwordMatches(password, staff?.passwordHash ?? null)) || !staff) throw new Refusal('WRONG_CREDENTIALS');
    await this.throttle.forgive(subject);
    const session = await this.transactions.run((tx) => this.sessions.open(tx, 'staff', staff.id, now, sessionHours));
    return { ...session, staff: await this.profile(staff.id) };
  }

  async profile(id: number): Promise<StaffProfile> {
    const { manager } = this.dataSource;
    const staff = await manager.findOneByOrFail(Staff, { id });
    const hall = staff.hallId === null ? null : await manager.findOneBy(Hall, { id: staff.hallId });
    const department = staff.departmentId === null ? null : await manager.findOneBy(Department, { id: staff.departmentId });
    const { staffNumber, name, roles, hallId, departmentId, onDuty } = staff;
    return { id, staffNumber, name, roles, hallId, hallName: hall?.name ?? null, departmentId, departmentName: department?.name ?? null, onDuty };
  }

  async setDuty(id: number, onDuty: boolean): Promise<StaffProfile> {
    await this.transactions.run((tx) => tx.update(Staff, { id }, { onDuty }).then(() => undefined));
    return this.profile(id);
  }

  /** Names and numbers as on the badge; nothing else is shown. */
  async colleagues(search: string): Promise<ResponseOf<typeof colleagues>> {
    const query = this.dataSource.manager.createQueryBuilder(Staff, 's').where('s.active = :active', { active: true }).orderBy('s.staffNumber').limit(50);
    if (search !== '') query.andWhere('(s.name LIKE :like OR s.staffNumber LIKE :like)', { like: `%${search.replace(/[%_\\]/g, '')}%` });
    const rows = await query.getMany();
    const halls = await rowsById(this.dataSource.manager, Hall, rows.map((r) => r.hallId));
    const departments = await rowsById(this.dataSource.manager, Department, rows.map((r) => r.departmentId));
    return {
      items: rows.map(({ id, staffNumber, name, hallId, departmentId }) => ({
        id, staffNumber, name, hallName: halls.get(hallId ?? 0)?.name ?? null, departmentName: departments.get(departmentId ?? 0)?.name ?? null,
      })),
    };
  }

  /** CP-7: a person and whoever shares a post with them. */
  async withPartners(tx: EntityManager, staffIds: number[]): Promise<number[]> {
    if (staffIds.length === 0) return [];
    const posts = await tx.find(Post, { where: [{ aStaffId: In(staffIds) }, { bStaffId: In(staffIds) }] });
    return [...new Set([...staffIds, ...posts.flatMap((post) => [post.aStaffId, post.bStaffId])])];
  }

  /**
   * AB-1, AB-2: the absent people for whom this person acts now: who shares a post with them, and whom they relieve. Absent is who is not on
   * duty; someone off duty stands in for nobody. Ids in ascending order.
   */
  async standsInFor(manager: EntityManager, staffId: number): Promise<number[]> {
    if (!(await manager.existsBy(Staff, { id: staffId, active: true, onDuty: true }))) return [];
    const posts = await manager.find(Post, { where: [{ aStaffId: staffId }, { bStaffId: staffId }] });
    const reliefs = await manager.findBy(PostRelief, { reliefId: staffId, endedAt: IsNull() });
    const others = [...posts.flatMap((post) => [post.aStaffId, post.bStaffId]), ...reliefs.map((relief) => relief.absentId)].filter((id) => id !== staffId);
    if (others.length === 0) return [];
    const absent = await manager.find(Staff, { where: { id: In([...new Set(others)]), onDuty: false }, order: { id: 'ASC' }, select: { id: true } });
    return absent.map(({ id }) => id);
  }
}
