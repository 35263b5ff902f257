import { Injectable } from '@nestjs/common';
import { formatInstant } from '@shouwen/shared/value';
import { type EntityManager, In, MoreThan } from 'typeorm';
import { Refusal } from '../http/index.js';
import { Post, Staff, StaffService } from '../staff/index.js';
import { DutyTurn, Leave } from './duty.entity.js';
import { clashesOf, type CountedLeave, type HeldPost } from './rules/a-post-is-never-empty.js';
import type { LeaveFacts, LeaveParty } from './rules/leave-lifecycle.js';
import { directorsFor, leadersFor } from './rules/who-signs-a-leave.js';

/** Everyone and every post, read once for however many leaves. */
export interface Company {
  everyone: Staff[];
  byId: ReadonlyMap<number, Staff>;
  posts: Post[];
}
export const factsOf = (leave: Leave): LeaveFacts => ({
  state: leave.state, from: leave.fromAt, until: leave.untilAt, absentSigned: leave.absentSignedAt !== null, reliefSigned: leave.reliefSignedAt !== null,
});
export const countedOf = (leave: Pick<Leave, 'staffId' | 'reliefId' | 'fromAt' | 'untilAt'>): CountedLeave => ({ staffId: leave.staffId, reliefId: leave.reliefId, from: leave.fromAt, until: leave.untilAt });

/** What decisions on leave rest on: people, posts, and the leaves that are approved already. */
@Injectable()
export class LeaveFactsService {
  constructor(private readonly staff: StaffService) {}

  /** Decisions on posts are taken one after another: whoever comes second waits here and sees what the first decided. */
  async takeTurn(tx: EntityManager, name: DutyTurn['name']): Promise<void> {
    await tx.increment(DutyTurn, { name }, 'turn', 1);
  }

  async company(manager: EntityManager): Promise<Company> {
    const all = await manager.find(Staff);
    return { everyone: all.filter((person) => person.active), byId: new Map(all.map((person) => [person.id, person])), posts: await manager.find(Post, { order: { id: 'ASC' } }) };
  }

  /** AB-3: who may sign, and who may approve. */
  signers({ everyone, byId, posts }: Company, leave: Pick<Leave, 'staffId' | 'leaderId'>): { leaders: number[]; directors: number[] } {
    const person = byId.get(leave.staffId);
    if (!person) return { leaders: [], directors: [] };
    const postLeaders = posts.filter((post) => [post.aStaffId, post.bStaffId].includes(person.id)).flatMap((post) => post.leaderId ?? []);
    return { leaders: leadersFor(person, postLeaders, everyone), directors: directorsFor(person, leave.leaderId, everyone) };
  }

  /** A leader's signature is also their deputy's while they are absent (AB-1); never the requester's own. `actsFor`: the viewer and whom they stand in for. */
  party(company: Company, leave: Leave, viewerId: number, actsFor: readonly number[]): LeaveParty {
    const { leaders, directors } = this.signers(company, leave);
    const other = viewerId !== leave.staffId;
    return {
      requester: !other, relief: viewerId === leave.reliefId,
      leader: other && leaders.some((id) => actsFor.includes(id)),
      director: other && viewerId !== leave.leaderId && directors.some((id) => actsFor.includes(id)),
    };
  }

  async actsFor(manager: EntityManager, viewerId: number): Promise<number[]> {
    return [viewerId, ...(await this.staff.standsInFor(manager, viewerId))];
  }

  /** AB-2: what would be left with nobody if this leave were approved now, in words. Empty when nothing would. */
  async clashes(manager: EntityManager, company: Company, leave: Pick<Leave, 'staffId' | 'reliefId' | 'fromAt' | 'untilAt'>, now: Date): Promise<string[]> {
    const approved = await manager.findBy(Leave, { state: In(['approved', 'in-effect']), untilAt: MoreThan(now) });
    return this.inWords(company, clashesOf(company.posts, approved.map(countedOf), countedOf(leave)));
  }

  inWords({ byId }: Company, { empty, relief }: ReturnType<typeof clashesOf>): string[] {
    const name = (id: number) => byId.get(id)?.name ?? '';
    const words = empty.map(({ post, at, away }) => `“${post.name}”自${formatInstant(at)}起无人：${away.map(name).join('、')}都不在岗`);
    for (const { leave, other } of relief)
      words.push(`${name(leave.staffId)}的顶岗人${name(other.staffId)}在${formatInstant(other.from)}至${formatInstant(other.until)}请假`);
    return [...new Set(words)];
  }

  /** AB-2 for a post that is about to be changed. */
  async refuseEmptyPost(manager: EntityManager, company: Company, post: HeldPost, now: Date): Promise<void> {
    const approved = (await manager.findBy(Leave, { state: In(['approved', 'in-effect']), untilAt: MoreThan(now) })).map(countedOf);
    const words = this.inWords(company, { empty: approved.flatMap((leave) => clashesOf([post], approved.filter((other) => other !== leave), leave).empty), relief: [] });
    if (words.length > 0) throw new Refusal('POST_WOULD_BE_EMPTY', { rule: 'AB-2', message: `这样安排岗位会无人值守：${words.join('；')}` });
  }
}
