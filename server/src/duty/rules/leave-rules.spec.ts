import { describe, expect, it } from 'vitest';
import { leaveActions, leaveStates, type LeaveAction, type LeaveState } from '@shouwen/shared/vocabulary';
import fc from 'fast-check';
import { clashesOf, type CountedLeave, emptyPosts, type HeldPost } from './a-post-is-never-empty.js';
import { type LeaveFacts, type LeaveParty, leaveTransitions, whyNotAct } from './leave-lifecycle.js';
import { type Colleague, directorsFor, leadersFor } from './who-signs-a-leave.js';

const hour = (n: number) => new Date(Date.UTC(2026, 10, 23) + n * 3_600_000);
const leave = (staffId: number, reliefId: number, from: number, until: number): CountedLeave => ({ staffId, reliefId, from: hour(from), until: hour(until) });
const post: HeldPost = { id: 1, name: '综合窗口', aStaffId: 1, bStaffId: 2 };

describe('a post is never empty (AB-2)', () => {
  it('lets A go while B stays, and refuses B then, naming the post and both', () => {
    expect(clashesOf([post], [], leave(1, 2, 0, 24))).toEqual({ empty: [], relief: [] });
    const { empty } = clashesOf([post], [leave(1, 2, 0, 24)], leave(2, 1, 12, 36));
    expect(empty.map(({ post: { name }, at, away }) => [name, at, away])).toEqual([['综合窗口', hour(12), [1, 2]]]);
  });

  it('lets B go at the very instant A is back', () => {
    expect(clashesOf([post], [leave(1, 2, 0, 24)], leave(2, 1, 24, 36))).toEqual({ empty: [], relief: [] });
    expect(clashesOf([post], [leave(1, 2, 0, 24)], leave(2, 1, 23, 36)).empty).toHaveLength(1);
  });

  it('lets both go when a third person relieves one of them, unless that person is away, too', () => {
    expect(clashesOf([post], [leave(1, 2, 0, 24)], leave(2, 3, 6, 12))).toEqual({ empty: [], relief: [] });
    expect(clashesOf([post], [leave(1, 2, 0, 24), leave(3, 9, 0, 48)], leave(2, 3, 6, 12)).empty).toHaveLength(1);
    // The relief goes later, while both are away.
    expect(clashesOf([post], [leave(1, 2, 0, 24), leave(2, 3, 6, 12)], leave(3, 9, 8, 10)).empty).toHaveLength(1);
  });

  it('refuses a relief who is away when the leave begins, also for who holds no post', () => {
    expect(clashesOf([], [leave(3, 4, 0, 24)], leave(5, 3, 6, 12)).relief).toHaveLength(1);
    expect(clashesOf([], [leave(5, 3, 6, 12)], leave(3, 4, 0, 24)).relief).toHaveLength(1);
    expect(clashesOf([], [leave(5, 3, 0, 12)], leave(3, 4, 6, 24)).relief).toEqual([]);
  });

  const person = fc.integer({ min: 1, max: 6 });
  const anyPost = fc.tuple(person, person).filter(([a, b]) => a !== b).map(([aStaffId, bStaffId]) => ({ aStaffId, bStaffId, name: `${aStaffId}/${bStaffId}` }));
  const somePosts = fc.array(anyPost, { minLength: 1, maxLength: 4 }).map((posts) => posts.map((held, id): HeldPost => ({ ...held, id })));
  const anyLeave = fc.tuple(person, person, fc.nat(40), fc.integer({ min: 1, max: 12 })).filter(([a, b]) => a !== b).map(([a, b, from, length]) => leave(a, b, from, from + length));
  /** Written another way: every post, every hour. */
  const emptyByTheHour = (posts: readonly HeldPost[], leaves: readonly CountedLeave[]) => {
    const found = new Set<HeldPost>();
    for (const held of posts)
      for (let h = 0; h < 60; h++) {
        const at = (l: CountedLeave) => l.from <= hour(h) && hour(h) < l.until;
        const away = leaves.filter(at).map((l) => l.staffId);
        const could = [held.aStaffId, held.bStaffId, ...leaves.filter((l) => at(l) && [held.aStaffId, held.bStaffId].includes(l.staffId)).map((l) => l.reliefId)];
        if (could.every((id) => away.includes(id))) found.add(held);
      }
    return [...found].map((held) => held.name).sort();
  };

  it('looks at every instant that matters', () => {
    fc.assert(fc.property(somePosts, fc.array(anyLeave, { maxLength: 6 }), (posts, leaves) => {
      expect(emptyPosts(posts, leaves).map((e) => e.post.name).sort()).toEqual(posts.filter((p) => emptyByTheHour([p], leaves).length > 0).map((p) => p.name).sort());
    }), { numRuns: 300 });
  });

  it('keeps every post held whatever is asked for in whatever order', () => {
    let refused = 0;
    fc.assert(fc.property(somePosts, fc.array(anyLeave, { maxLength: 14 }), (posts, wishes) => {
      const approved: CountedLeave[] = [];
      for (const wish of wishes) {
        if (approved.some((other) => other.staffId === wish.staffId && other.from < wish.until && wish.from < other.until)) continue;
        const { empty, relief } = clashesOf(posts, approved, wish);
        if (empty.length + relief.length === 0) approved.push(wish);
        else refused += 1;
      }
      expect(emptyByTheHour(posts, approved)).toEqual([]);
    }), { numRuns: 200, seed: 20261123 });
    expect(refused).toBeGreaterThan(50);
  });
});

describe('the life of a leave (AB-3)', () => {
  const nobody: LeaveParty = { requester: false, relief: false, leader: false, director: false };
  const facts = (state: LeaveState, more: Partial<LeaveFacts> = {}): LeaveFacts => ({ state, from: hour(0), until: hour(24), absentSigned: false, reliefSigned: false, ...more });
  const now = hour(-10);

  it('reaches every state from the request, and each way leads to an end', () => {
    const edges = Object.values(leaveTransitions).flatMap((row) => Object.entries(row));
    const reached = new Set<string>(['requested']);
    for (const _ of leaveStates) for (const [from, to] of edges) if (reached.has(from)) reached.add(to);
    expect([...reached].sort()).toEqual([...leaveStates].sort());
    const ending = new Set<string>(['ended', 'refused', 'withdrawn']);
    for (const _ of leaveStates) for (const [from, to] of edges) if (ending.has(to)) ending.add(from);
    expect([...ending].sort()).toEqual([...leaveStates].sort());
  });

  it('knows only the four steps in their order on the way to effect', () => {
    const states: LeaveState[] = ['requested'];
    for (const action of ['sign', 'sign-slip', 'approve', 'start'] as const) states.push(leaveTransitions[action][states.at(-1)!]!);
    expect(states).toEqual(['requested', 'signed', 'handed-over', 'approved', 'in-effect']);
  });

  it('lets nobody without a part do anything, in any state', () => {
    for (const state of leaveStates) for (const action of leaveActions) expect(whyNotAct(facts(state), action, nobody, now)).not.toBeNull();
  });

  const may = (party: Partial<LeaveParty>, state: LeaveState, action: LeaveAction, more: Partial<LeaveFacts> = {}) => whyNotAct(facts(state, more), action, { ...nobody, ...party }, now) === null;
  it('asks the leader first, then both, then the director', () => {
    expect([may({ leader: true }, 'requested', 'sign'), may({ director: true }, 'requested', 'sign'), may({ requester: true }, 'requested', 'sign')]).toEqual([true, false, false]);
    expect([may({ requester: true }, 'signed', 'sign-slip'), may({ relief: true }, 'signed', 'sign-slip'), may({ leader: true, director: true }, 'signed', 'sign-slip')]).toEqual([true, true, false]);
    expect([may({ requester: true }, 'signed', 'sign-slip', { absentSigned: true }), may({ relief: true }, 'signed', 'sign-slip', { reliefSigned: true })]).toEqual([false, false]);
    expect([may({ director: true }, 'handed-over', 'approve'), may({ leader: true }, 'handed-over', 'approve'), may({ director: true }, 'signed', 'approve')]).toEqual([true, false, false]);
  });

  it('refuses to sign what is over, but it can still be withdrawn', () => {
    const late = hour(24);
    expect(whyNotAct(facts('requested'), 'sign', { ...nobody, leader: true }, late)).toContain('已过');
    expect(whyNotAct(facts('handed-over'), 'approve', { ...nobody, director: true }, late)).toContain('已过');
    expect(whyNotAct(facts('handed-over'), 'withdraw', { ...nobody, requester: true }, late)).toBeNull();
  });
});

describe('who signs (AB-3)', () => {
  const c = (id: number, roles: Colleague['roles'], hallId: number | null = null, departmentId: number | null = null): Colleague => ({ id, roles, hallId, departmentId });
  const clerk = c(1, ['clerk'], 1);
  const [manager, director, otherDirector, company] = [c(2, ['hall-manager'], 1), c(3, ['hall-director'], 1), c(4, ['hall-director'], 2), c(5, ['company-leader'])];
  const everyone = [clerk, manager, director, otherDirector, company];

  it('is the post’s leader, else the hall’s, else the director, else the company; never the person', () => {
    expect(leadersFor(clerk, [4], everyone)).toEqual([4]);
    expect(leadersFor(clerk, [], everyone)).toEqual([2]);
    expect(leadersFor(manager, [2], everyone)).toEqual([3]);
    expect(leadersFor(director, [], [clerk, director, company])).toEqual([5]);
    expect(leadersFor(c(9, ['crew'], null, 7), [], [c(9, ['crew'], null, 7), c(8, ['section-leader'], null, 7), director])).toEqual([8]);
    expect(leadersFor(company, [], [company])).toEqual([]);
  });

  it('is a director who did not sign first; for a director the company', () => {
    expect(directorsFor(clerk, 2, everyone)).toEqual([3]);
    expect(directorsFor(clerk, 3, everyone)).toEqual([4]);
    expect(directorsFor(clerk, 3, [clerk, director, company])).toEqual([5]);
    expect(directorsFor(director, 2, everyone)).toEqual([5]);
    expect(directorsFor(c(9, ['crew'], null, 7), 8, everyone)).toEqual([3, 4]);
  });
});
