import type { ApplicationStepView } from '@shouwen/shared/contract/application';
import { type ApplicationStep, clockLabels } from '@shouwen/shared/vocabulary';
import { type EntityManager, In } from 'typeorm';
import { rowsById } from '../database/index.js';
import { Staff } from '../staff/index.js';
import { TicketEventRow, TicketText } from '../ticket/index.js';

/** What the ticket's own record says of the application; nothing of it is kept a second time. */
export interface ApplicationRecord {
  steps: ApplicationStepView[];
  comparison: { at: string; by: string; matches: boolean; difference: string } | null;
  archive: { number: string; at: string } | null;
}
const told = ['registered', 'recategorised', 'step-signed', 'comparison-signed', 'archived'] as const;

/** The records of several applications, by ticket, by three queries in all. */
export async function recordsOf(manager: EntityManager, ticketIds: readonly number[]): Promise<Map<number, ApplicationRecord>> {
  const records = new Map<number, ApplicationRecord>(ticketIds.map((id) => [id, { steps: [], comparison: null, archive: null }]));
  if (ticketIds.length === 0) return records;
  const events = await manager.find(TicketEventRow, { where: { ticketId: In([...ticketIds]), type: In([...told]) }, order: { ticketId: 'ASC', sequence: 'ASC' } });
  const texts = await manager.find(TicketText, { where: events.filter((event) => event.type === 'step-signed' || event.type === 'comparison-signed').map(({ ticketId, sequence }) => ({ ticketId, sequence })) });
  const words = new Map(texts.map((text) => [`${text.ticketId}.${text.sequence}`, text.body]));
  const people = await rowsById(manager, Staff, events.map((event) => (event.actorKind === 'staff' ? event.actorId : null)));
  for (const event of events) {
    const record = records.get(event.ticketId)!;
    const payload = JSON.parse(event.payload) as { steps?: ApplicationStep[]; step?: ApplicationStep; passed?: boolean; matches?: boolean; archiveNumber?: string };
    const person = people.get(event.actorId ?? 0);
    const by = person ? `${person.name}（${person.staffNumber}）` : '系统';
    const at = event.at.toISOString();
    const text = words.get(`${event.ticketId}.${event.sequence}`) ?? '';
    switch (event.type) {
      case 'registered':
      case 'recategorised':
        record.steps = (payload.steps ?? []).map((step) => ({ step, label: clockLabels[step], signed: null }));
        break;
      case 'step-signed':
        record.steps = record.steps.map((step) => (step.step === payload.step ? { ...step, signed: { at, by, passed: payload.passed === true, note: text } } : step));
        break;
      case 'comparison-signed':
        record.comparison = { at, by, matches: payload.matches === true, difference: text };
        break;
      default:
        record.archive = { number: payload.archiveNumber ?? '', at };
    }
  }
  return records;
}

/** The step that is next to be signed; null when none is. */
export function nextStepIn({ steps }: Pick<ApplicationRecord, 'steps'>): ApplicationStepView | null {
  return steps.some(({ signed }) => signed?.passed === false) ? null : (steps.find(({ signed }) => signed === null) ?? null);
}
