import type { EntityManager } from 'typeorm';
import { checksFor } from './checks.js';
import type { FaultyRow, LedgerCheck } from './ledger-check.js';

const STEP = 20_000;

export interface LedgerFault {
  kind: string;
  /** In Chinese, with ids, for whoever runs the proof. */
  reason: string;
}

/** The first fault of each kind; empty when the books are sound. Reads only. */
export async function ledgerFaults(manager: EntityManager): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  for await (const { fault } of proveLedger(manager)) if (fault) faults.push(fault);
  return faults;
}

/** What was proven so far. */
export interface Proven {
  check: LedgerCheck;
  fault: LedgerFault | null;
}

/** Each check as it is done, with its first fault; `progress` hears how far the check under way has come. Beside a running server, too. */
export async function* proveLedger(manager: EntityManager, progress: (check: LedgerCheck, id: number, top: number) => void = () => undefined): AsyncGenerator<Proven> {
  for (const check of await checksFor(manager)) {
    const row = await firstFault(manager, check, progress);
    yield { check, fault: row && { kind: check.kind, reason: check.words(row) } };
  }
}

async function firstFault(manager: EntityManager, check: LedgerCheck, progress: (check: LedgerCheck, id: number, top: number) => void): Promise<FaultyRow | null> {
  const ask = async (sql: string): Promise<FaultyRow | undefined> => (await manager.query(sql, [...(check.values ?? [])]))[0];
  if (check.top === null) return (await ask(check.sql)) ?? null;
  const [{ top }] = await manager.query(check.top);
  for (let from = 1; from <= Number(top ?? 0); from += STEP) {
    const to = from + STEP - 1;
    // Literal numbers: the planner sees how narrow the range is.
    const row = await ask(check.sql.replaceAll(':from', String(from)).replaceAll(':to', String(to)));
    if (row) return row;
    progress(check, to, Number(top));
  }
  return null;
}
