import { Injectable } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/arrears';
import { DataSource, type EntityManager } from 'typeorm';
import { isDuplicateKey } from '../database/index.js';
import { Clock, Once, Refusal } from '../http/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { ArrearsPass, ReminderSeries } from './arrears.entity.js';
import { faultOfSteps } from './rules/next-reminder.js';

/** The steps of the series, as data; each change is an edition that stays. */
@Injectable()
export class SeriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  async current(manager: EntityManager): Promise<ReminderSeries> {
    const [series] = await manager.find(ReminderSeries, { order: { id: 'DESC' }, take: 1 });
    if (!series) throw new Error('the reminder series is delivered with the tables');
    return series;
  }

  async view(viewer: StaffViewer, manager: EntityManager = this.dataSource.manager): Promise<contract.ReminderSeriesView> {
    const { id, steps, byStaffId, at } = await this.current(manager);
    const by = byStaffId === null ? null : await manager.findOneBy(Staff, { id: byStaffId });
    const [pass] = await manager.find(ArrearsPass, { order: { day: 'DESC' }, take: 1 });
    return {
      steps, by: by?.name ?? null, at: at.toISOString(), version: id, mayChange: mayChange(viewer),
      lastPass: pass ? { day: pass.day, finished: pass.finishedAt !== null, messages: pass.messages, calls: pass.calls } : null,
    };
  }

  /** Refuses `EDITION_STALE` when somebody changed it first, `POLICY_CONTRADICTS`. */
  change(viewer: StaffViewer, { version, steps }: BodyOf<typeof contract.changeReminderSeries>): Promise<contract.ReminderSeriesView> {
    const fault = faultOfSteps(steps);
    if (fault) throw new Refusal('POLICY_CONTRADICTS', { message: fault.message, fields: [fault] });
    return this.once.run(async (tx) => {
      try {
        // The next id is the guard: of two editions made of one the second finds it taken.
        if ((await this.current(tx)).id !== version) throw new Refusal('EDITION_STALE');
        await tx.insert(ReminderSeries, { id: version + 1, steps, byStaffId: viewer.id, at: this.clock.now() });
      } catch (error) {
        if (isDuplicateKey(error)) throw new Refusal('EDITION_STALE');
        throw error;
      }
      return this.view(viewer, tx);
    });
  }
}

const mayChange = ({ roles }: StaffViewer) => roles.some((role) => role === 'finance' || role === 'company-leader');
