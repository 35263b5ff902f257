import { Injectable } from '@nestjs/common';
import type { Page, QueryOf } from '@shouwen/shared/contract';
import type { attendanceList, AttendanceDay, AttendanceMonth, AttendanceRow } from '@shouwen/shared/contract/duty';
import { addDays, shanghaiDate, startOfShanghaiDay, type DateString } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In, LessThan, MoreThan } from 'typeorm';
import { CalendarService, type HallCalendar, type WorkingCalendar } from '../calendar/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { DutyPolicyRow, Leave, PresenceEvent, type WorkingHours } from './duty.entity.js';
import { attendanceConsequenceOfMonth, countFindings } from './rules/attendance-consequence-of-a-month.js';
import { attendanceOfDay, expectedMinutes, type Minutes } from './rules/attendance-of-a-day.js';
import { hoursInForce, spansOf, whyFree } from './rules/working-hours-in-force.js';
import { staysOf } from './rules/stays-of-a-day.js';
import { WorkingHoursService } from './working-hours.service.js';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;

/** What a month of several people is judged by, read together. */
interface Material {
  rules: WorkingHours[];
  policy: DutyPolicyRow;
  working: WorkingCalendar;
  halls: Map<number, HallCalendar>;
  events: Map<number, PresenceEvent[]>;
  /** The person's first sign-in ever: attendance begins there. */
  firsts: Map<number, DateString>;
  leaves: Map<number, { from: Date; until: Date }[]>;
}

/** AB-5: attendance, derived from sign-in and sign-out. Nothing of it is stored. */
@Injectable()
export class AttendanceService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly calendars: CalendarService,
    private readonly hours: WorkingHoursService,
    private readonly clock: Clock,
  ) {}

  /** One person's month; of another only for who leads them. Refuses `FORBIDDEN`. */
  async month(viewer: StaffViewer, staffId: number, month: string): Promise<AttendanceMonth> {
    const { manager } = this.dataSource;
    const person = await manager.findOneBy(Staff, { id: staffId });
    if (!person) throw new Refusal('NOT_FOUND');
    if (staffId !== viewer.id && !mayJudge(viewer, person)) throw new Refusal('FORBIDDEN', { rule: 'AB-5' });
    return this.judge(person, month, await this.material(manager, [person], month));
  }

  /** The director's list: the people of the hall, of a leader without a hall those of the department, of the company everyone. */
  async list(viewer: StaffViewer, { month, cursor, size }: QueryOf<typeof attendanceList>): Promise<Page<AttendanceRow> & { circularFrom: number; centreFrom: number }> {
    const { manager } = this.dataSource;
    const all = viewer.roles.some((role) => role === 'company-leader' || role === 'supervisor' || role === 'administrator');
    const place = all ? {} : viewer.hallId !== null ? { hallId: viewer.hallId } : { departmentId: viewer.departmentId ?? 0 };
    const people = await manager.find(Staff, {
      where: { active: true, ...place, ...(cursor === undefined ? {} : { staffNumber: MoreThan(cursor) }) }, order: { staffNumber: 'ASC' }, take: size + 1,
    });
    const page = people.slice(0, size);
    const material = await this.material(manager, page, month);
    const items = page.map((person) => {
      const { days: _, month: __, ...row } = this.judge(person, month, material);
      return row;
    });
    const { circularFrom, centreFrom } = material.policy;
    return { items, next: people.length > size ? (page.at(-1)?.staffNumber ?? null) : null, circularFrom, centreFrom };
  }

  private judge(person: Staff, month: string, material: Material): AttendanceMonth {
    const today = shanghaiDate(this.clock.now());
    const days: AttendanceDay[] = [];
    const first = material.firsts.get(person.id);
    for (let date = `${month}-01`; date.startsWith(month) && date < today; date = addDays(date, 1)) days.push(this.day(person, date, first, material));
    const counts = countFindings(days);
    const kept = days.some((day) => day.free === null);
    const { id, name, staffNumber } = person;
    return {
      person: { id, name, staffNumber }, month, days, counts, consequence: attendanceConsequenceOfMonth(counts, material.policy),
      note: kept ? '' : first === undefined ? '还没有签到记录' : days.length === 0 ? '本月还没有结束的工作日' : '本月没有按考勤的工作日',
      provisional: material.working.isProvisional(Number(month.slice(0, 4))),
    };
  }

  private day(person: Staff, date: DateString, first: DateString | undefined, { rules, policy, working, halls, events, leaves }: Material): AttendanceDay {
    const start = startOfShanghaiDay(date);
    const within = (at: Date) => Math.min(DAY_MINUTES, Math.max(0, (at.getTime() - start.getTime()) / MINUTE));
    const present = staysOf((events.get(person.id) ?? []).filter(({ at }) => at >= start && at.getTime() < start.getTime() + DAY_MINUTES * MINUTE).map(({ state, at }) => ({ here: state !== 'off', minute: within(at) })));
    const shown = present.map((stay) => `${clockOf(stay.from)}–${stay.open ? '' : clockOf(stay.until)}`);
    const rule = hoursInForce(rules, person, date);
    const hall = person.hallId === null ? undefined : halls.get(person.hallId);
    const free =
      first === undefined || date < first
        ? '尚未开始签到'
        : whyFree(rule, date, {
            working: working.isWorkingDay(date), makeUp: working.isMakeUpDay(date), hall: hall ? { open: hall.isOpen(date), special: hall.isOpen(date) && hall.isException(date) } : null,
            why: rule?.days === 'hall' ? (hall?.reasonClosed(date) ?? null) : working.reasonNotWorking(date),
          });
    if (free !== null || rule === null) return { date, free: free ?? '不按考勤', expected: [], present: shown, findings: [] };
    const leave: Minutes[] = (leaves.get(person.id) ?? []).map(({ from, until }) => ({ from: within(from), until: within(until) })).filter((part) => part.from < part.until);
    const spans = spansOf(rule);
    const expected = expectedMinutes({ spans, leave });
    if (expected.length === 0) return { date, free: '请假', expected: [], present: shown, findings: [] };
    return {
      date, free: null, expected: expected.map((part) => `${clockOf(part.from)}–${clockOf(part.until)}`), present: shown,
      findings: attendanceOfDay({ spans, leave, present, earlyMinutes: policy.earlyMinutes }),
    };
  }

  private async material(manager: EntityManager, people: readonly Staff[], month: string): Promise<Material> {
    const ids = people.map(({ id }) => id);
    const from = startOfShanghaiDay(`${month}-01`);
    const until = startOfShanghaiDay(addDays(`${month}-28`, 4)); // some day of the next month
    const events = ids.length === 0 ? [] : await manager.createQueryBuilder(PresenceEvent, 'e').where('e.staffId IN (:...ids) AND e.at >= :from AND e.at < :until', { ids, from, until }).orderBy('e.at').addOrderBy('e.id').getMany();
    const firsts: { staffId: number; first: Date | string }[] = ids.length === 0 ? [] : await manager.createQueryBuilder(PresenceEvent, 'e').select('e.staffId', 'staffId').addSelect('MIN(e.id)', 'first').where('e.staffId IN (:...ids)', { ids }).groupBy('e.staffId').getRawMany();
    const firstEvents = firsts.length === 0 ? [] : await manager.findBy(PresenceEvent, { id: In(firsts.map(({ first }) => Number(first))) });
    const leaves = ids.length === 0 ? [] : await manager.findBy(Leave, { staffId: In(ids), state: In(['in-effect', 'ended']), fromAt: LessThan(until), untilAt: MoreThan(from) });
    const hallIds = [...new Set(people.flatMap(({ hallId }) => hallId ?? []))];
    const halls = new Map<number, HallCalendar>();
    for (const hallId of hallIds) halls.set(hallId, await this.calendars.hall(manager, hallId));
    return {
      rules: await this.hours.all(manager), policy: await manager.findOneByOrFail(DutyPolicyRow, { id: 1 }), working: (await this.calendars.working(manager)).calendar, halls,
      events: grouped(events), firsts: new Map(firstEvents.map(({ staffId, at }) => [staffId, shanghaiDate(at)])),
      // Not effective before it was approved (AB-3), and over when the person came back.
      leaves: grouped(leaves.map(({ staffId, fromAt, untilAt, approvedAt, endedAt }) => ({
        staffId, from: approvedAt !== null && approvedAt > fromAt ? approvedAt : fromAt, until: endedAt !== null && endedAt < untilAt ? endedAt : untilAt,
      }))),
    };
  }
}

function mayJudge(viewer: StaffViewer, person: Staff): boolean {
  if (viewer.roles.some((role) => role === 'company-leader' || role === 'supervisor')) return true;
  if (viewer.roles.includes('hall-director') && viewer.hallId !== null && viewer.hallId === person.hallId) return true;
  return viewer.roles.includes('section-leader') && viewer.departmentId !== null && viewer.departmentId === person.departmentId;
}

function grouped<T extends { staffId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) groups.set(row.staffId, [...(groups.get(row.staffId) ?? []), row]);
  return groups;
}

function clockOf(minutes: number): string {
  const whole = Math.floor(minutes);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}
