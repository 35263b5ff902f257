import { expect, it } from 'vitest';
import fc from 'fast-check';
import { roleLabels, type Role } from '@shouwen/shared/vocabulary';
import type { ActorFacts } from '../../ticket/rules/ticket-types.js';
import { maySee, type SeenTicket } from '../../ticket/rules/who-may-see.js';
import { scopeOfTicket, scopesOfViewer } from './scope-of-ticket.js';

const id = fc.integer({ min: 1, max: 5 });
const orNone = fc.option(id);
const ids = fc.uniqueArray(id, { maxLength: 3 });
const ticket = fc.record({
  kind: fc.constantFrom('complaint', 'leak'), confidential: fc.boolean(), onceComplaint: fc.boolean(), residentId: fc.constant(null), hallId: id, firstResponsibleId: id, coveredForId: orNone, departmentId: orNone,
  handlerId: orNone, departmentsVisited: ids, handlers: ids, coParts: fc.array(fc.record({ departmentId: id, finishedAt: fc.constant(null) }), { maxLength: 2 }),
  coordination: fc.option(fc.record({ departmentId: orNone, proposedDepartmentId: orNone })), investigatorId: orNone, complainedStaffIds: fc.constant([]), partnerIds: fc.constant([]),
}) as unknown as fc.Arbitrary<SeenTicket & { departmentId: number | null }>;
const viewer: fc.Arbitrary<ActorFacts> = fc.record({
  kind: fc.constant('staff' as const), id, departmentId: orNone, hallId: orNone, roles: fc.uniqueArray(fc.constantFrom(...(Object.keys(roleLabels) as Role[])), { maxLength: 3 }),
  partnerIds: ids, standsInFor: ids,
});

it('every ticket a viewer may see stands under a heading of theirs, so that no search of theirs passes it by', () => {
  let seen = 0;
  fc.assert(
    fc.property(ticket, viewer, (matter, person) => {
      if (!maySee(person, matter)) return;
      seen += 1;
      const scopes = scopesOfViewer({ ...person, staffIds: [person.id as number, ...person.standsInFor] });
      const headings = scopeOfTicket(matter);
      if (scopes !== null) expect([...scopes].some((scope) => headings.has(scope))).toBe(true);
    }),
    { numRuns: 3000 },
  );
  expect(seen).toBeGreaterThan(500);
});

it('an administrator leafs through nothing but their own', () => {
  expect([...(scopesOfViewer({ staffIds: [9], departmentId: null, hallId: 1, roles: ['administrator'] }) ?? [])]).toEqual(['staff 9']);
});
