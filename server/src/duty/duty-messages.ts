import { Injectable } from '@nestjs/common';
import { formatInstant } from '@shouwen/shared/value';
import type { EntityManager } from 'typeorm';
import { LiveUpdates } from '../http/index.js';
import { NoticeService } from '../notice/index.js';
import { Staff } from '../staff/index.js';

/** Tells people what happened at the desks, and what waits for them. */
@Injectable()
export class DutyMessages {
  constructor(
    private readonly live: LiveUpdates,
    private readonly notices: NoticeService,
  ) {}

  /** Whoever looks at the board of that hall or department sees it move. */
  async changed(tx: EntityManager, staffId: number, now: Date): Promise<void> {
    const staff = await tx.findOneByOrFail(Staff, { id: staffId });
    await this.live.publish(tx, [`staff:${staffId}`, ...placesOf(staff)], 'duty', String(staffId), now);
  }

  /** AB-4: the hall manager (of a department: its leader) hears of an absence that has become too long; `back` when it is over already. */
  async wasAway(tx: EntityManager, staffId: number, since: Date, back: Date | null, now: Date): Promise<void> {
    const staff = await tx.findOneByOrFail(Staff, { id: staffId });
    const told = await this.responsibleFor(tx, staff);
    const minutes = Math.floor(((back ?? now).getTime() - since.getTime()) / 60_000);
    const text = `${staff.name}（${staff.staffNumber}）${formatInstant(since)}起暂离${back === null ? `已满 ${minutes} 分钟，请安排顶岗` : ` ${minutes} 分钟，现已返回`}`;
    for (const id of told) await this.notices.toStaff(tx, { staffId: id, key: `away/${staffId}/${since.getTime()}/${id}`, kind: 'away', ticketId: null, text }, now);
  }

  /** A leave has come to these people, once for each of its versions. */
  async leaveMoved(tx: EntityManager, staffIds: readonly number[], { id, version }: { id: number; version: number }, text: string, now: Date): Promise<void> {
    const told = [...new Set(staffIds)];
    await this.live.publish(tx, told.map((staffId) => `staff:${staffId}`), 'duty', `leave ${id}`, now);
    for (const staffId of told) await this.notices.toStaff(tx, { staffId, key: `leave/${id}/${version}/${staffId}`, kind: 'leave', ticketId: null, text }, now);
  }

  private async responsibleFor(tx: EntityManager, staff: Staff): Promise<number[]> {
    const others = (await tx.findBy(Staff, staff.hallId === null ? { departmentId: staff.departmentId ?? 0, active: true } : { hallId: staff.hallId, active: true })).filter((other) => other.id !== staff.id);
    const roles = staff.hallId === null ? (['section-leader'] as const) : (['hall-manager', 'hall-director', 'section-leader'] as const);
    for (const role of roles) {
      const found = others.filter((other) => other.roles.includes(role));
      if (found.length > 0) return found.map((other) => other.id);
    }
    return [];
  }
}

const placesOf = ({ hallId, departmentId }: Staff) => [...(hallId === null ? [] : [`hall:${hallId}`]), ...(departmentId === null ? [] : [`department:${departmentId}`])];
