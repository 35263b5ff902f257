import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { PresenceView } from '@shouwen/shared/contract/duty';
import { shanghaiDate, startOfShanghaiDay } from '@shouwen/shared/value';
import { presenceLabels, type PresenceState } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, IsNull, LessThan, LessThanOrEqual, Not } from 'typeorm';
import { isDuplicateKey, Transactions } from '../database/index.js';
import { Clock, LiveUpdates, Once, Refusal } from '../http/index.js';
import { Scheduler } from '../jobs/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { DutyPolicyRow, Leave, Presence, PresenceEvent } from './duty.entity.js';
import { DutyMessages } from './duty-messages.js';
import { isAwayTooLong, isOnDuty, whyNoChange } from './rules/presence-changes.js';
import { WorkingHoursService } from './working-hours.service.js';

const states = Object.keys(presenceLabels) as PresenceState[];
/** How many absences or forgotten desks one turn of the job takes. */
const MOST_AT_ONCE = 200;

/** A person's presence, or what the roster says while they have not said anything. */
export interface Here {
  state: PresenceState;
  since: Date | null;
  version: number;
  signedInAt: Date | null;
  toldAt: Date | null;
}

/** AB-4: who is here, and since when who is not. Keeps `Staff.onDuty`. */
@Injectable()
export class PresenceService implements OnModuleInit {
  private readonly logger = new Logger('Presence');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly once: Once,
    private readonly live: LiveUpdates,
    private readonly messages: DutyMessages,
    private readonly hours: WorkingHoursService,
    private readonly scheduler: Scheduler,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.scheduler.every(15, 'duty-presence', () => this.sweep(this.clock.now()));
  }

  async policy(manager: EntityManager): Promise<DutyPolicyRow> {
    return manager.findOneByOrFail(DutyPolicyRow, { id: 1 });
  }

  async of(manager: EntityManager, staffIds: readonly number[]): Promise<Map<number, Here>> {
    if (staffIds.length === 0) return new Map();
    const known = new Map((await manager.findBy(Presence, { staffId: In([...staffIds]) })).map((row) => [row.staffId, row]));
    const staff = await manager.findBy(Staff, { id: In([...staffIds]) });
    return new Map(staff.map(({ id, onDuty }) => [id, known.get(id) ?? { state: onDuty ? ('present' as const) : ('off' as const), since: null, version: 0, signedInAt: null, toldAt: null }]));
  }

  async view(staffId: number, manager: EntityManager = this.dataSource.manager): Promise<PresenceView> {
    const [here, { awayMinutes }, staff] = [(await this.of(manager, [staffId])).get(staffId), await this.policy(manager), await manager.findOneByOrFail(Staff, { id: staffId })];
    if (!here) throw new Refusal('NOT_FOUND');
    const leave = await this.leaveInEffect(manager, staffId);
    const now = this.clock.now();
    return {
      staffId, state: here.state, since: here.since?.toISOString() ?? null, awayTooLong: isAwayTooLong(here.state, here.since, now, awayMinutes), awayMinutes, onDuty: staff.onDuty,
      leaveUntil: leave?.untilAt.toISOString() ?? null, version: here.version,
      allowed: states.filter((to) => to !== here.state).map((to) => {
        const why = leave && to !== 'off' ? '您正在休假，请先销假' : whyNoChange(here.state, to);
        return { to, allowed: why === null, why };
      }),
    };
  }

  /** Refuses `PRESENCE_CHANGED` on a stale version, `PRESENCE_NOT_ALLOWED` (AB-4), `ON_LEAVE`. The same state again changes nothing. */
  change(viewer: StaffViewer, to: PresenceState, version: number | undefined): Promise<PresenceView> {
    return this.once.run(async (tx) => {
      const now = this.clock.now();
      const here = (await this.of(tx, [viewer.id])).get(viewer.id);
      if (!here) throw new Refusal('NOT_FOUND');
      if (version !== undefined && version !== here.version) throw new Refusal('PRESENCE_CHANGED', { rule: 'AB-4' });
      if (to !== 'off' && (await this.leaveInEffect(tx, viewer.id))) throw new Refusal('ON_LEAVE', { rule: 'AB-3' });
      // Without a row the roster said so, and nobody has signed in yet.
      if (here.state !== to || here.since === null) {
        const why = whyNoChange(here.state, to);
        if (why !== null) throw new Refusal('PRESENCE_NOT_ALLOWED', { rule: 'AB-4', message: why });
        await this.set(tx, viewer.id, here, to, now, false);
      }
      return this.view(viewer.id, tx);
    });
  }

  /** Ends somebody's presence because their leave begins. */
  async signOut(tx: EntityManager, staffId: number, now: Date): Promise<void> {
    const here = (await this.of(tx, [staffId])).get(staffId);
    if (here && here.state !== 'off') await this.set(tx, staffId, here, 'off', now, true);
    else await tx.update(Staff, { id: staffId }, { onDuty: false });
  }

  private async set(tx: EntityManager, staffId: number, here: Here, to: PresenceState, now: Date, bySystem: boolean): Promise<void> {
    const { awayMinutes } = await this.policy(tx);
    const signedInAt = to === 'off' ? null : here.state === 'off' ? now : (here.signedInAt ?? now);
    const row = { state: to, since: now, signedInAt, toldAt: null, version: here.version + 1 };
    if (here.version === 0) await insertFirst(tx, { staffId, ...row });
    else {
      const { affected } = await tx.update(Presence, { staffId, version: here.version }, row);
      if (affected !== 1) throw new Refusal('PRESENCE_CHANGED', { rule: 'AB-4' });
    }
    await tx.insert(PresenceEvent, { staffId, state: to, at: now, bySystem });
    await tx.update(Staff, { id: staffId }, { onDuty: isOnDuty(to, now, now, awayMinutes) });
    // Back before anybody could be told, the server having been down: told now (ES-2).
    if (here.since !== null && here.toldAt === null && isAwayTooLong(here.state, here.since, now, awayMinutes)) await this.messages.wasAway(tx, staffId, here.since, now, now);
    await this.messages.changed(tx, staffId, now);
  }

  /** AB-4: tells of absences that have become too long, each once; and signs out whom the day before left signed in. */
  async sweep(now: Date): Promise<void> {
    const { manager } = this.dataSource;
    const { awayMinutes } = await this.policy(manager);
    const tooLongSince = new Date(now.getTime() - awayMinutes * 60_000);
    const away = await manager.find(Presence, { where: { state: 'away', since: LessThanOrEqual(tooLongSince), toldAt: IsNull() }, order: { since: 'ASC' }, take: MOST_AT_ONCE });
    for (const { staffId, version, since } of away) {
      await this.attempt(staffId, async (tx) => {
        const { affected } = await tx.update(Presence, { staffId, version, toldAt: IsNull() }, { toldAt: now });
        if (affected !== 1) return;
        await tx.update(Staff, { id: staffId }, { onDuty: false });
        await this.messages.wasAway(tx, staffId, since, null, now);
        await this.messages.changed(tx, staffId, now);
      });
    }
    const today = startOfShanghaiDay(shanghaiDate(now));
    const left = await manager.find(Presence, { where: { state: Not('off' as const), signedInAt: LessThan(today) }, take: MOST_AT_ONCE });
    const kept = await this.hours.keptFor(manager, left.map((row) => row.staffId), shanghaiDate(now));
    for (const row of left.filter(({ staffId }) => kept.has(staffId))) await this.attempt(row.staffId, (tx) => this.set(tx, row.staffId, row, 'off', now, true));
  }

  private async attempt(staffId: number, work: (tx: EntityManager) => Promise<void>): Promise<void> {
    try {
      await this.transactions.run(work);
    } catch (error) {
      // Changed by the person meanwhile: there is nothing left to do.
      if (error instanceof Refusal) return;
      this.logger.error({ message: 'presence was not swept', staff: staffId, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  leaveInEffect(manager: EntityManager, staffId: number): Promise<Leave | null> {
    return manager.findOne(Leave, { where: { staffId, state: 'in-effect' }, order: { id: 'DESC' } });
  }
}

async function insertFirst(tx: EntityManager, row: Presence): Promise<void> {
  try {
    await tx.insert(Presence, row);
  } catch (error) {
    if (isDuplicateKey(error)) throw new Refusal('PRESENCE_CHANGED', { rule: 'AB-4' });
    throw error;
  }
}
