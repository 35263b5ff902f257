import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';

/** MySQL: deadlock, lock wait time-out, lost Galera certification (reported as a deadlock too). */
const transientCodes = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'SQLITE_BUSY']);
const attempts = 8;

/**
 * The only door to writing: every change, its event and what must follow it run through `run`. On SQLite
 * transactions queue; on MySQL a deadlock or lost certification repeats the whole of `work`, so `work` must
 * have no effect outside `tx`.
 */
@Injectable()
export class Transactions {
  private readonly afterCommit = new WeakMap<EntityManager, (() => void)[]>();
  constructor(private readonly dataSource: DataSource) {}

  async run<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    let committed: (() => void)[] = [];
    const result = await repeated(() =>
      this.dataSource.transaction(async (tx) => {
        this.afterCommit.set(tx, (committed = []));
        return work(tx);
      }),
    );
    for (const tell of committed) tell();
    return result;
  }

  /** For a change of one statement, which is a transaction by itself and needs neither BEGIN nor COMMIT. */
  one<T>(statement: (manager: EntityManager) => Promise<T>): Promise<T> {
    return repeated(() => statement(this.dataSource.manager));
  }

  /** `tell` runs once `tx` has committed; for hints only, since a crash in between loses it. */
  onCommit(tx: EntityManager, tell: () => void): void {
    this.afterCommit.get(tx)?.push(tell);
  }
}

async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt * (0.5 + Math.random())));
    }
  }
}

function isTransient(error: unknown): boolean {
  const code = error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : (error as { code?: string } | null)?.code;
  return code !== undefined && transientCodes.has(code);
}

/** True when `error` is a unique key refusing a second row, on either engine. */
export function isDuplicateKey(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code, message } = error.driverError as { code?: string; message?: string };
  return code === 'ER_DUP_ENTRY' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || /UNIQUE constraint failed/.test(message ?? '');
}
