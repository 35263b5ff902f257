import { Injectable } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import type { saveDutyPolicy, saveWorkingHours, workingHours } from '@shouwen/shared/contract/duty';
import type { DateString } from '@shouwen/shared/value';
import { DataSource, type EntityManager, In } from 'typeorm';
import { isDuplicateKey, rowsById } from '../database/index.js';
import { Once, Refusal } from '../http/index.js';
import { Department, Hall, Staff } from '../staff/index.js';
import { DutyPolicyRow, WorkingHours } from './duty.entity.js';
import { faultOfHours, hoursInForce } from './rules/working-hours-in-force.js';

type View = ResponseOf<typeof workingHours>;

/** AB-5: who works when, and the numbers of AB-4 and AB-5; the administrator's data. */
@Injectable()
export class WorkingHoursService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
  ) {}

  all(manager: EntityManager): Promise<WorkingHours[]> {
    return manager.find(WorkingHours, { order: { scope: 'ASC', since: 'DESC' } });
  }

  /** Those of the people whose attendance is kept. */
  async keptFor(manager: EntityManager, staffIds: readonly number[], date: DateString): Promise<ReadonlySet<number>> {
    if (staffIds.length === 0) return new Set();
    const rules = await this.all(manager);
    const staff = await manager.findBy(Staff, { id: In([...staffIds]) });
    return new Set(staff.filter((person) => (hoursInForce(rules, person, date)?.days ?? 'none') !== 'none').map(({ id }) => id));
  }

  async view(manager: EntityManager = this.dataSource.manager): Promise<View> {
    const rows = await this.all(manager);
    const [halls, departments, staff] = [
      await rowsById(manager, Hall, rows.map((row) => row.hallId)), await rowsById(manager, Department, rows.map((row) => row.departmentId)), await rowsById(manager, Staff, rows.map((row) => row.staffId)),
    ];
    const { awayMinutes, earlyMinutes, circularFrom, centreFrom, version } = await manager.findOneByOrFail(DutyPolicyRow, { id: 1 });
    return {
      items: rows.map(({ scope: _, ...row }) => ({
        ...row, placeName: halls.get(row.hallId ?? 0)?.name ?? departments.get(row.departmentId ?? 0)?.name ?? staff.get(row.staffId ?? 0)?.name ?? '全体人员',
      })),
      policy: { awayMinutes, earlyMinutes, circularFrom, centreFrom, version },
    };
  }

  /** Refuses `WORKING_HOURS_UNSOUND` (AB-5). */
  save(body: BodyOf<typeof saveWorkingHours>): Promise<View> {
    return this.once.run(async (tx) => {
      const { hallId, departmentId, staffId, since } = body;
      const fault = faultOfHours(body);
      if (fault !== null) throw new Refusal('WORKING_HOURS_UNSOUND', { rule: 'AB-5', message: fault });
      const known = await Promise.all([hallId === null || tx.existsBy(Hall, { id: hallId }), departmentId === null || tx.existsBy(Department, { id: departmentId }), staffId === null || tx.existsBy(Staff, { id: staffId })]);
      if (known.includes(false)) throw new Refusal('NOT_FOUND');
      const scope = staffId !== null ? `staff:${staffId}` : departmentId !== null ? `department:${departmentId}` : hallId !== null ? `hall:${hallId}` : 'all';
      const { affected } = await tx.update(WorkingHours, { scope, since }, body);
      if (!affected) {
        try {
          await tx.insert(WorkingHours, { scope, ...body });
        } catch (error) {
          if (isDuplicateKey(error)) throw new Refusal('BUSY');
          throw error;
        }
      }
      return this.view(tx);
    });
  }

  /** Refuses `WORKING_HOURS_UNSOUND` when the centre would hear of less than the circular; `STAFF_CHANGED` on a stale version. */
  savePolicy({ version, ...numbers }: BodyOf<typeof saveDutyPolicy>): Promise<View> {
    return this.once.run(async (tx) => {
      if (numbers.centreFrom <= numbers.circularFrom) throw new Refusal('WORKING_HOURS_UNSOUND', { rule: 'AB-5', message: '报中心的次数须多于通报的次数' });
      const { affected } = await tx.update(DutyPolicyRow, { id: 1, version }, { ...numbers, version: version + 1 });
      if (affected !== 1) throw new Refusal('STAFF_CHANGED');
      return this.view(tx);
    });
  }
}
