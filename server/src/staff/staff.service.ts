import { Injectable } from '@nestjs/common';
import type { ResponseOf } from '@shouwen/shared/contract';
import type { colleagues, StaffProfile } from '@shouwen/shared/contract/staff';
import type { Role } from '@shouwen/shared/vocabulary';
import type { FastifyRequest } from 'fastify';
import { DataSource, type EntityManager, In } from 'typeorm';
import { readRow, rowsById, Transactions } from '../database/index.js';
import { Clock, Refusal, SessionService, ThrottleService } from '../http/index.js';
import { hashPassword, passwordMatches } from './password.js';
import { Department, Hall, Post, Staff } from './staff.entity.js';
import type { StaffViewer } from './staff.guard.js';

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
    const { staffNumber, name, roles, hallId, departmentId, onDuty, oneTimePasswordSince } = staff;
    return { id, staffNumber, name, roles, hallId, hallName: hall?.name ?? null, departmentId, departmentName: department?.name ?? null, onDuty, mustChangePassword: oneTimePasswordSince !== null };
  }

  /**
   * Ends the person's other sessions. Refuses `WRONG_CREDENTIALS`, `PASSWORD_UNSUITABLE` for the same password again or one with the staff
   * number in it, `TOO_MANY_ATTEMPTS` after ten wrong ones in a quarter of an hour.
   */
  async changePassword({ id, staffNumber }: Pick<StaffViewer, 'id' | 'staffNumber'>, current: string, next: string, request: FastifyRequest): Promise<StaffProfile> {
    const subject = `staff-password:${id}`;
    await this.throttle.attempt(subject, loginsPerQuarterHour, 15, this.clock.now());
    const staff = await this.dataSource.manager.findOneByOrFail(Staff, { id });
    // Not 401: the console would take that for a session that is over.
    if (!(await passwordMatches(current, staff.passwordHash))) throw new Refusal('INVALID_INPUT', { message: '原密码不对，请重新输入', fields: [{ path: 'current', message: '原密码不对' }] });
    if (next === current || next.includes(staffNumber)) throw new Refusal('PASSWORD_UNSUITABLE');
    const passwordHash = await hashPassword(next);
    await this.transactions.run(async (tx) => {
      const { affected } = await tx.update(Staff, { id, passwordHash: staff.passwordHash }, { passwordHash, oneTimePasswordSince: null });
      if (affected !== 1) throw new Refusal('STAFF_CHANGED', { message: '密码刚在别处改过，请用新密码登录' });
      await this.sessions.endAll(tx, 'staff', id, request);
    });
    await this.throttle.forgive(subject);
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

  /** Who they are now, with whom they share a post and for whom they stand in; null for staff who left. One query. */
  async standing(manager: EntityManager, id: number): Promise<StaffStanding | null> {
    const rows: Record<string, unknown>[] = await manager.query(STANDING, [id, id, id, id]);
    const [first] = rows;
    if (!first) return null;
    const { departmentId, hallId, roles } = readRow(manager, Staff, first, OF_STAFF);
    const others = (wanted: (row: Record<string, unknown>) => boolean) => [...new Set(rows.filter((row) => row['other'] !== null && Number(row['other']) !== id && wanted(row)).map((row) => Number(row['other'])))].sort((a, b) => a - b);
    return {
      departmentId, hallId, roles,
      partnerIds: others((row) => Number(row['shares']) === 1),
      // AB-1, AB-2: the absent people for whom this person acts now. Absent is who is not on duty; someone off duty stands in for nobody.
      standsInFor: Number(first['on_duty']) === 1 ? others((row) => Number(row['other_on_duty']) === 0) : [],
    };
  }

  /** AB-1, AB-2: the absent people for whom this person acts now: who shares a post with them, and whom they relieve. Ids in ascending order. */
  async standsInFor(manager: EntityManager, staffId: number): Promise<number[]> {
    return (await this.standing(manager, staffId))?.standsInFor ?? [];
  }
}

/** What rules ask about a person. */
export interface StaffStanding {
  departmentId: number | null;
  hallId: number | null;
  roles: Role[];
  /** CP-7: who shares a post with them. */
  partnerIds: number[];
  standsInFor: number[];
}

/** The person, a row for each one bound to them by a post or a relief that lasts, and whether that one is here. */
const OF_STAFF = ['departmentId', 'hallId', 'roles'] as const;
const STANDING = `SELECT s.department_id, s.hall_id, s.roles, s.on_duty, b.shares, o.id AS other, o.on_duty AS other_on_duty FROM staff s
  LEFT JOIN (SELECT a_staff_id AS id, 1 AS shares FROM post WHERE b_staff_id = ? UNION ALL SELECT b_staff_id, 1 FROM post WHERE a_staff_id = ?
    UNION ALL SELECT absent_id, 0 FROM post_relief WHERE relief_id = ? AND ended_at IS NULL) b ON 1 = 1
  LEFT JOIN staff o ON o.id = b.id WHERE s.id = ? AND s.active = 1`;
