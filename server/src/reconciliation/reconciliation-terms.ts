import { Injectable } from '@nestjs/common';
import type { DateString } from '@shouwen/shared/value';
import type { ReconciliationSource } from '@shouwen/shared/vocabulary';
import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { ReconciliationTermRow } from './reconciliation.entity.js';

/** What was agreed with a channel or bank, by the day it holds from. */
@Injectable()
export class ReconciliationTerms {
  async on(manager: EntityManager, source: ReconciliationSource, date: DateString): Promise<ReconciliationTermRow> {
    const [term] = await manager.find(ReconciliationTermRow, { where: { source, fromOn: LessThanOrEqual(date) }, order: { fromOn: 'DESC' }, take: 1 });
    if (!term) throw new Error(`no terms of ${source} on ${date}`);
    return term;
  }

  /** Before it nothing was agreed. */
  async firstDay(manager: EntityManager, source: ReconciliationSource): Promise<DateString> {
    const [first] = await manager.find(ReconciliationTermRow, { where: { source }, order: { fromOn: 'ASC' }, take: 1 });
    if (!first) throw new Error(`no terms of ${source}`);
    return first.fromOn;
  }

  /** Newest first. */
  all(manager: EntityManager, source: ReconciliationSource): Promise<ReconciliationTermRow[]> {
    return manager.find(ReconciliationTermRow, { where: { source }, order: { fromOn: 'DESC' } });
  }

  /** Whoever calls says who may, and from which day. Fails on its unique key for a day that has one. */
  async publish(tx: EntityManager, term: Omit<ReconciliationTermRow, 'id'>): Promise<void> {
    await tx.insert(ReconciliationTermRow, term);
  }
}
