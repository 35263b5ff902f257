import { createHash, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BodyOf, Page, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import type { addPerson, addPost, editPerson, posts, roster, RosterChange, rosterChanges, RosterPerson, RosterPost, saveDepartment, saveHall } from '@shouwen/shared/contract/staff';
import { groupTicketNumber, ticketNumberOf } from '@shouwen/shared/value';
import { type Role, roleLabels } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In, LessThan } from 'typeorm';
import { isDuplicateKey, rowsById } from '../database/index.js';
import { Clock, Once, Refusal, SessionService } from '../http/index.js';
import { Department, Hall, hashPassword, Post, Staff, type StaffViewer } from '../staff/index.js';
import { Leave, StaffChange } from './duty.entity.js';
import { LeaveFactsService } from './leave-facts.js';
import { LeaveHandover } from './leave-handover.js';

/** Without what is easily confused when read over the telephone. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const oneTimePassword = () => Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
const fingerprint = (content: unknown) => createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
const NAMED = 10;

/** The administrator's roster: people, posts with A, B and leader, halls, departments. */
@Injectable()
export class RosterService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly once: Once,
    private readonly sessions: SessionService,
    private readonly facts: LeaveFactsService,
    private readonly handover: LeaveHandover,
    private readonly clock: Clock,
  ) {}

  async list({ cursor, size, search, active }: QueryOf<typeof roster>): Promise<Page<RosterPerson>> {
    const query = this.dataSource.manager.createQueryBuilder(Staff, 's').orderBy('s.staffNumber').limit(size + 1);
    if (cursor !== undefined) query.andWhere('s.staffNumber > :cursor', { cursor });
    if (active !== 'all') query.andWhere('s.active = :active', { active: active === 'yes' });
    if (search !== '') query.andWhere('(s.name LIKE :like OR s.staffNumber LIKE :like)', { like: `%${search.replace(/[%_\\]/g, '')}%` });
    const rows = await query.getMany();
    return { items: rows.slice(0, size).map(personView), next: rows.length > size ? (rows[size - 1]?.staffNumber ?? null) : null };
  }

  /** Refuses `NOT_FOUND`. */
  async changes(staffId: number, { cursor, size }: QueryOf<typeof rosterChanges>): Promise<Page<RosterChange>> {
    const { manager } = this.dataSource;
    if (cursor !== undefined && !/^\d{1,10}$/.test(cursor)) throw new Refusal('INVALID_INPUT');
    if (!(await manager.existsBy(Staff, { id: staffId }))) throw new Refusal('NOT_FOUND');
    const rows = await manager.find(StaffChange, { where: { staffId, ...(cursor === undefined ? {} : { id: LessThan(Number(cursor)) }) }, order: { id: 'DESC' }, take: size + 1 });
    const page = rows.slice(0, size);
    const people = await rowsById(manager, Staff, page.map(({ byId }) => byId));
    return { items: page.map(({ id, at, byId, text }) => ({ id, at: at.toISOString(), by: people.get(byId)?.name ?? '', text })), next: rows.length > size ? String(page.at(-1)?.id) : null };
  }

  /** Refuses `STAFF_NUMBER_TAKEN`. */
  async add(viewer: StaffViewer, { staffNumber, ...content }: BodyOf<typeof addPerson>): Promise<ResponseOf<typeof addPerson>> {
    const password = oneTimePassword();
    const passwordHash = await hashPassword(password);
    return this.once.run(async (tx) => {
      await this.refuseUnknownPlace(tx, content);
      if (await tx.existsBy(Staff, { staffNumber })) throw new Refusal('STAFF_NUMBER_TAKEN', { fields: [{ path: 'staffNumber', message: '这个工号已有人使用' }] });
      try {
        const { identifiers } = await tx.insert(Staff, { staffNumber, ...content, passwordHash, active: true, onDuty: false, oneTimePasswordSince: this.clock.now() });
        const { id } = identifiers[0] as { id: number };
        await this.record(tx, viewer, id, [`新增：${rolesInWords(content.roles)}`]);
        return { person: await this.person(tx, id), oneTimePassword: password };
      } catch (error) {
        if (isDuplicateKey(error)) throw new Refusal('STAFF_NUMBER_TAKEN');
        throw error;
      }
    });
  }

  /** Refuses `STAFF_CHANGED` on what was read before another change, `LAST_ADMINISTRATOR`, `OWN_ROLES` (nobody gives themselves a say in others' requests). */
  edit(viewer: StaffViewer, id: number, { seen, ...content }: BodyOf<typeof editPerson>): Promise<RosterPerson> {
    return this.once.run(async (tx) => {
      await this.facts.takeTurn(tx, 'roster');
      const before = await this.unchanged(tx, id, seen);
      await this.refuseUnknownPlace(tx, content);
      if (before.active && before.roles.includes('administrator') && !content.roles.includes('administrator')) await this.refuseLastAdministrator(tx, id);
      if (id === viewer.id && content.roles.some((role) => !before.roles.includes(role))) throw new Refusal('OWN_ROLES');
      await tx.update(Staff, { id }, content);
      await this.record(tx, viewer, id, changesInWords(before, content, await this.placesOf(tx, [before, content])));
      return this.person(tx, id);
    });
  }

  /** Refuses `LAST_ADMINISTRATOR`, `STAFF_HAS_OPEN_TICKETS` with their numbers, `STAFF_HOLDS_POST` with the posts and leaves. */
  setActive(viewer: StaffViewer, id: number, seen: string, active: boolean): Promise<RosterPerson> {
    return this.once.run(async (tx) => {
      await this.facts.takeTurn(tx, 'roster');
      await this.facts.takeTurn(tx, 'leave');
      const before = await this.unchanged(tx, id, seen);
      if (before.active && !active) {
        if (before.roles.includes('administrator')) await this.refuseLastAdministrator(tx, id);
        await this.refuseDependents(tx, viewer, id);
        await tx.update(Staff, { id }, { active: false, onDuty: false });
        await this.sessions.endAll(tx, 'staff', id);
      } else if (!before.active && active) await tx.update(Staff, { id }, { active: true });
      if (before.active !== active) await this.record(tx, viewer, id, [active ? '启用' : '停用']);
      return this.person(tx, id);
    });
  }

  /** The old password and every session of the person end; the new one serves only to choose another. */
  async resetPassword(viewer: StaffViewer, id: number, seen: string): Promise<{ person: RosterPerson; oneTimePassword: string }> {
    const password = oneTimePassword();
    const passwordHash = await hashPassword(password);
    return this.once.run(async (tx) => {
      await this.facts.takeTurn(tx, 'roster');
      await this.unchanged(tx, id, seen);
      await tx.update(Staff, { id }, { passwordHash, oneTimePasswordSince: this.clock.now() });
      await this.sessions.endAll(tx, 'staff', id);
      await this.record(tx, viewer, id, ['重置密码']);
      return { person: await this.person(tx, id), oneTimePassword: password };
    });
  }

  async posts(): Promise<ResponseOf<typeof posts>> {
    const { manager } = this.dataSource;
    const rows = await manager.find(Post, { order: { id: 'ASC' } });
    const people = await rowsById(manager, Staff, rows.flatMap((post) => [post.aStaffId, post.bStaffId, post.leaderId]));
    return { items: rows.map(postView), names: [...people.values()].map(({ id, name, staffNumber }) => ({ id, name, staffNumber })) };
  }

  /** AB-1. Refuses `POST_WOULD_BE_EMPTY` when approved leaves would leave the post with nobody (AB-2). */
  savePost(id: number | null, { seen, ...content }: BodyOf<typeof addPost> & { seen?: string }): Promise<RosterPost> {
    return this.once.run(async (tx) => {
      await this.facts.takeTurn(tx, 'leave');
      if (content.aStaffId === content.bStaffId) throw new Refusal('INVALID_INPUT', { rule: 'AB-1', message: 'A 角和 B 角须是两个人', fields: [{ path: 'bStaffId', message: 'A 角和 B 角须是两个人' }] });
      const company = await this.facts.company(tx);
      const named = [content.aStaffId, content.bStaffId, ...(content.leaderId === null ? [] : [content.leaderId])];
      if (!named.every((staffId) => company.everyone.some((person) => person.id === staffId))) throw new Refusal('INVALID_INPUT', { rule: 'AB-1', message: '所选人员不存在或已停用，请重新选择' });
      if (id !== null) await this.unchangedPost(tx, id, seen ?? '');
      await this.facts.refuseEmptyPost(tx, company, { id: id ?? 0, ...content }, this.clock.now());
      const saved = id ?? ((await tx.insert(Post, content)).identifiers[0] as { id: number }).id;
      if (id !== null) await tx.update(Post, { id }, content);
      return postView(await tx.findOneByOrFail(Post, { id: saved }));
    });
  }

  removePost(id: number, seen: string): Promise<{ done: true }> {
    return this.once.run(async (tx) => {
      await this.facts.takeTurn(tx, 'leave');
      await this.unchangedPost(tx, id, seen);
      await tx.delete(Post, { id });
      return { done: true };
    });
  }

  saveHall(id: number, { place, ...content }: BodyOf<typeof saveHall>): Promise<{ id: number }> {
    return this.once.run((tx) => saved(tx, Hall, id, { ...content, latitudeE6: Math.round(place.latitude * 1e6), longitudeE6: Math.round(place.longitude * 1e6) }));
  }

  saveDepartment(id: number, content: BodyOf<typeof saveDepartment>): Promise<{ id: number }> {
    return this.once.run((tx) => saved(tx, Department, id, content));
  }

  private async person(manager: EntityManager, id: number): Promise<RosterPerson> {
    return personView(await manager.findOneByOrFail(Staff, { id }));
  }

  private async record(tx: EntityManager, viewer: StaffViewer, staffId: number, words: readonly string[]): Promise<void> {
    if (words.length > 0) await tx.insert(StaffChange, { staffId, byId: viewer.id, text: words.join('；').slice(0, 300), at: this.clock.now() });
  }

  private async placesOf(tx: EntityManager, people: readonly Pick<Staff, 'hallId' | 'departmentId'>[]): Promise<Places> {
    return { halls: await rowsById(tx, Hall, people.map(({ hallId }) => hallId)), departments: await rowsById(tx, Department, people.map(({ departmentId }) => departmentId)) };
  }

  private async unchanged(tx: EntityManager, id: number, seen: string): Promise<Staff> {
    const person = await tx.findOneBy(Staff, { id });
    if (!person) throw new Refusal('NOT_FOUND');
    if (personView(person).seen !== seen) throw new Refusal('STAFF_CHANGED');
    return person;
  }

  private async unchangedPost(tx: EntityManager, id: number, seen: string): Promise<void> {
    const post = await tx.findOneBy(Post, { id });
    if (!post) throw new Refusal('NOT_FOUND');
    if (postView(post).seen !== seen) throw new Refusal('STAFF_CHANGED');
  }

  private async refuseUnknownPlace(tx: EntityManager, { hallId, departmentId }: { hallId: number | null; departmentId: number | null }): Promise<void> {
    if (hallId !== null && !(await tx.existsBy(Hall, { id: hallId }))) throw new Refusal('INVALID_INPUT', { message: '营业厅不存在，请重新选择', fields: [{ path: 'hallId', message: '营业厅不存在' }] });
    if (departmentId !== null && !(await tx.existsBy(Department, { id: departmentId }))) throw new Refusal('INVALID_INPUT', { message: '部门不存在，请重新选择', fields: [{ path: 'departmentId', message: '部门不存在' }] });
  }

  private async refuseLastAdministrator(tx: EntityManager, id: number): Promise<void> {
    const administrators = (await tx.findBy(Staff, { active: true })).filter((person) => person.roles.includes('administrator') && person.id !== id);
    if (administrators.length === 0) throw new Refusal('LAST_ADMINISTRATOR');
  }

  /** FI-2: nobody disappears with matters in their name; AB-2: nor with a post or somebody's relief. */
  private async refuseDependents(tx: EntityManager, viewer: StaffViewer, id: number): Promise<void> {
    const open = await this.handover.openTicketsOf(tx, id);
    if (open.length > 0) {
      const hidden = await this.handover.hiddenFrom(tx, viewer, open);
      const shown = open.filter((ticket) => !hidden.has(ticket.id)).slice(0, NAMED).map((ticket) => groupTicketNumber(ticketNumberOf(ticket.id)));
      throw new Refusal('STAFF_HAS_OPEN_TICKETS', { rule: 'FI-2', message: `此人名下还有 ${open.length} 件未办结工单${shown.length > 0 ? `（${shown.join('、')}${open.length > shown.length ? ' 等' : ''}）` : ''}，请先由负责人改派` });
    }
    const held = await tx.find(Post, { where: [{ aStaffId: id }, { bStaffId: id }, { leaderId: id }] });
    const live = In(['requested', 'signed', 'handed-over', 'approved', 'in-effect']);
    const leaves = await tx.count(Leave, { where: [{ staffId: id, state: live }, { reliefId: id, state: live }] });
    const reasons = [...held.map((post) => `岗位“${post.name}”`), ...(leaves > 0 ? [`${leaves} 份请假或顶岗`] : [])];
    if (reasons.length > 0) throw new Refusal('STAFF_HOLDS_POST', { rule: 'AB-2', message: `此人还在${reasons.join('、')}上，请先调整后再停用` });
  }
}

interface Places {
  halls: ReadonlyMap<number, Hall>;
  departments: ReadonlyMap<number, Department>;
}
const rolesInWords = (roles: readonly Role[]) => roles.map((role) => roleLabels[role]).join('、');

function changesInWords(before: Staff, after: Pick<Staff, 'name' | 'roles' | 'hallId' | 'departmentId'>, { halls, departments }: Places): string[] {
  const of = ({ name, roles, hallId, departmentId }: typeof after) => ({ 姓名: name, 角色: rolesInWords(roles), 营业厅: halls.get(hallId ?? 0)?.name ?? '无', 部门: departments.get(departmentId ?? 0)?.name ?? '无' });
  const [was, is] = [of(before), of(after)];
  return (Object.keys(is) as (keyof typeof is)[]).flatMap((label) => (was[label] === is[label] ? [] : [`${label} ${was[label]} → ${is[label]}`]));
}

async function saved<T extends { id: number }>(tx: EntityManager, entity: new () => T, id: number, content: object): Promise<{ id: number }> {
  if (id === 0) return { id: ((await tx.insert(entity, content)).identifiers[0] as { id: number }).id };
  if (!(await tx.existsBy(entity, { id } as never))) throw new Refusal('NOT_FOUND');
  await tx.update(entity, id, content as never);
  return { id };
}

function personView({ id, staffNumber, name, roles, hallId, departmentId, active, oneTimePasswordSince }: Staff): RosterPerson {
  const content = { id, staffNumber, name, roles, hallId, departmentId, active, oneTimePassword: oneTimePasswordSince !== null };
  return { ...content, seen: fingerprint(content) };
}

function postView({ id, name, aStaffId, bStaffId, leaderId }: Post): RosterPost {
  const content = { id, name, aStaffId, bStaffId, leaderId };
  return { ...content, seen: fingerprint(content) };
}
