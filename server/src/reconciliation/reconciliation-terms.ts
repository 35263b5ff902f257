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
}
