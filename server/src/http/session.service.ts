import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource, type EntityManager, Not } from 'typeorm';
import { AskedTogether, readRow, selectList, Transactions } from '../database/index.js';
import { Session } from './session.entity.js';

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
export const STAFF_COOKIE = 'shouwen_staff';

/** Of this kind of person, and not over. */
export const isInForce = (session: Pick<Session, 'subjectKind' | 'expiresAt'>, subjectKind: Session['subjectKind'], now: Date) => session.subjectKind === subjectKind && session.expiresAt > now;

/** Opens, finds and ends sessions. Who the subject is, the capability that owns that kind of person knows. */
@Injectable()
export class SessionService {
  private readonly sessions: AskedTogether<Record<string, unknown>>;
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {
    this.sessions = new AskedTogether(dataSource, (places) => `SELECT ${selectList(dataSource.manager, Session, 's')} FROM session s WHERE s.token_hash IN (${places})`, (row) => String(row['token_hash']));
  }

  async open(tx: EntityManager, subjectKind: Session['subjectKind'], subjectId: number, now: Date, lifetimeHours: number): Promise<{ token: string; expiresAt: Date }> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + lifetimeHours * 3_600_000);
    await tx.insert(Session, { tokenHash: hashOf(token), subjectKind, subjectId, createdAt: now, expiresAt });
    return { token, expiresAt };
  }

  /** The subject's id, or null when there is no valid session of that kind. */
  async subjectOf(request: FastifyRequest, subjectKind: Session['subjectKind'], now: Date): Promise<number | null> {
    const tokenHash = this.tokenHashOf(request, subjectKind);
    if (tokenHash === null) return null;
    const row = await this.sessions.of(tokenHash);
    const session = row && readRow(this.dataSource.manager, Session, row);
    return session && isInForce(session, subjectKind, now) ? session.subjectId : null;
  }

  /** Null without a token. For guards that look up the session and its subject at once: see `isInForce`. */
  tokenHashOf(request: FastifyRequest, subjectKind: Session['subjectKind']): string | null {
    const token = tokenOf(request, subjectKind);
    return token ? hashOf(token) : null;
  }

  async end(request: FastifyRequest, subjectKind: Session['subjectKind']): Promise<void> {
    const token = tokenOf(request, subjectKind);
    if (token) await this.transactions.run((tx) => tx.delete(Session, { tokenHash: hashOf(token), subjectKind }).then(() => undefined));
  }

  /** Ends every session of a person; with `except`, all but the one this request came by. */
  async endAll(tx: EntityManager, subjectKind: Session['subjectKind'], subjectId: number, except?: FastifyRequest): Promise<void> {
    const token = except && tokenOf(except, subjectKind);
    await tx.delete(Session, { subjectKind, subjectId, ...(token ? { tokenHash: Not(hashOf(token)) } : {}) });
  }
}

function tokenOf(request: FastifyRequest, subjectKind: Session['subjectKind']): string | undefined {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? (subjectKind === 'staff' ? request.cookies[STAFF_COOKIE] : undefined);
}
