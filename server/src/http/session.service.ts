import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource, type EntityManager, Not } from 'typeorm';
import { sqlInstant, Transactions } from '../database/index.js';
import { Session } from './session.entity.js';

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
/** In SQL: the session with this token's hash, of this kind, at this instant (see `sqlInstant`). */
export const IN_FORCE = 'token_hash = ? AND subject_kind = ? AND expires_at > ?';
export const STAFF_COOKIE = 'shouwen_staff';

/** Opens, finds and ends sessions. Who the subject is, the capability that owns that kind of person knows. */
@Injectable()
export class SessionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

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
    const [session]: { id: number }[] = await this.dataSource.query(`SELECT subject_id AS id FROM session WHERE ${IN_FORCE}`, [tokenHash, subjectKind, sqlInstant(now)]);
    return session?.id ?? null;
  }

  /** Null without a token. For guards that look up the session and its subject at once, by `IN_FORCE`. */
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
