import { Injectable } from '@nestjs/common';
import type { BoardPerson, DutyBoard } from '@shouwen/shared/contract/duty';
import { DataSource, In, IsNull } from 'typeorm';
import { Clock } from '../http/index.js';
import { Department, Hall, Post, PostRelief, Staff, type StaffViewer } from '../staff/index.js';
import { Leave } from './duty.entity.js';
import { PresenceService } from './presence.service.js';
import { isAwayTooLong } from './rules/presence-changes.js';

/** AB-1, AB-4: who is here now, who is away since when, and who stands in for whom. */
@Injectable()
export class BoardService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly presence: PresenceService,
    private readonly clock: Clock,
  ) {}

  /** The viewer's hall and department; everywhere for the company's leaders, the supervisor, the administrator and who belongs nowhere. */
  async board(viewer: StaffViewer): Promise<DutyBoard> {
    const { manager } = this.dataSource;
    const everywhere = (viewer.hallId === null && viewer.departmentId === null) || viewer.roles.some((role) => role === 'company-leader' || role === 'supervisor' || role === 'administrator');
    const all = await manager.find(Staff, { where: { active: true }, order: { staffNumber: 'ASC' } });
    const people = all.filter((person) => everywhere || (viewer.hallId !== null && person.hallId === viewer.hallId) || (viewer.departmentId !== null && person.departmentId === viewer.departmentId));
    const byId = new Map(all.map((person) => [person.id, person]));
    const posts = await manager.find(Post, { order: { id: 'ASC' } });
    const reliefs = await manager.findBy(PostRelief, { endedAt: IsNull() });
    const here = await this.presence.of(manager, people.map((person) => person.id));
    const leaves = new Map((people.length === 0 ? [] : await manager.findBy(Leave, { state: 'in-effect', staffId: In(people.map((person) => person.id)) })).map((leave) => [leave.staffId, leave]));
    const { awayMinutes } = await this.presence.policy(manager);
    const now = this.clock.now();

    /** Who may act for `id` by post or relief (AB-1, AB-2); the same people read the other way round. */
    const linked = (id: number, as: 'stands-in' | 'covered') => [
      ...posts.filter((post) => post.aStaffId === id || post.bStaffId === id).map((post) => (post.aStaffId === id ? post.bStaffId : post.aStaffId)),
      ...reliefs.filter((relief) => (as === 'stands-in' ? relief.reliefId : relief.absentId) === id).map((relief) => (as === 'stands-in' ? relief.absentId : relief.reliefId)),
    ];
    const named = (ids: readonly number[], onDuty: boolean) => [...new Set(ids)].flatMap((id) => {
      const person = byId.get(id);
      return person && person.onDuty === onDuty ? [person.name] : [];
    });
    const item = (person: Staff): BoardPerson => {
      const { state, since } = here.get(person.id) ?? { state: 'off' as const, since: null };
      return {
        staffId: person.id, name: person.name, staffNumber: person.staffNumber, roles: person.roles, state, since: since?.toISOString() ?? null,
        awayTooLong: isAwayTooLong(state, since, now, awayMinutes), leaveUntil: leaves.get(person.id)?.untilAt.toISOString() ?? null,
        posts: posts.filter((post) => post.aStaffId === person.id || post.bStaffId === person.id).map((post) => ({ name: post.name, holder: post.aStaffId === person.id ? 'A' : 'B' })),
        standsInFor: person.onDuty ? named(linked(person.id, 'stands-in'), false) : [], coveredBy: person.onDuty ? [] : named(linked(person.id, 'covered'), true),
      };
    };
    const places: DutyBoard['places'] = [];
    for (const hall of await manager.find(Hall, { order: { id: 'ASC' } })) places.push({ name: hall.name, people: people.filter((person) => person.hallId === hall.id).map(item) });
    for (const department of await manager.find(Department, { order: { id: 'ASC' } })) places.push({ name: department.name, people: people.filter((person) => person.hallId === null && person.departmentId === department.id).map(item) });
    places.push({ name: '其他', people: people.filter((person) => person.hallId === null && person.departmentId === null).map(item) });
    const shown = new Set(people.map((person) => person.id));
    return {
      now: now.toISOString(), awayMinutes, places: places.filter((place) => place.people.length > 0),
      emptyPosts: posts.filter((post) => {
        const holders = [post.aStaffId, post.bStaffId];
        if (!holders.some((id) => shown.has(id)) || holders.some((id) => byId.get(id)?.onDuty)) return false;
        return !reliefs.some((relief) => holders.includes(relief.absentId) && byId.get(relief.reliefId)?.onDuty);
      }).map((post) => post.name),
    };
  }
}
