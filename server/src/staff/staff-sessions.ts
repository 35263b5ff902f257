import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AskedTogether, readRow, selectList } from '../database/index.js';
import { isInForce, Session } from '../http/index.js';
import { Staff } from './staff.entity.js';

const OF_SESSION = ['tokenHash', 'subjectKind', 'expiresAt'] as const;
const SIGNED_IN = ['id', 'staffNumber', 'name', 'roles', 'hallId', 'departmentId', 'oneTimePasswordSince'] as const;
export type SignedIn = Pick<Staff, (typeof SIGNED_IN)[number]>;

/** Who stands behind a session of the staff, as of now: a session that was ended, or a role that was taken, counts at once on every server. */
@Injectable()
export class StaffSessions {
  private readonly rows: AskedTogether<Record<string, unknown>>;

  constructor(private readonly dataSource: DataSource) {
    const { manager } = dataSource;
    const columns = `${selectList(manager, Staff, 's', SIGNED_IN)}, ${selectList(manager, Session, 'x', OF_SESSION)}`;
    this.rows = new AskedTogether(dataSource, (places) => `SELECT ${columns} FROM session x JOIN staff s ON s.id = x.subject_id AND s.active = 1 WHERE x.token_hash IN (${places})`, (row) => String(row['token_hash']));
  }

  /** Null without a valid session of an active person. */
  async of(tokenHash: string, now: Date): Promise<SignedIn | null> {
    const row = await this.rows.of(tokenHash);
    const { manager } = this.dataSource;
    return row && isInForce(readRow(manager, Session, row, OF_SESSION), 'staff', now) ? readRow(manager, Staff, row, SIGNED_IN) : null;
  }
}
