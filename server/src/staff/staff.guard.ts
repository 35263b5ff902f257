import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Role } from '@shouwen/shared/vocabulary';
import type { FastifyRequest } from 'fastify';
import { ACCESS, Clock, Refusal, SessionService } from '../http/index.js';
import { type SignedIn, StaffSessions } from './staff-sessions.js';

/** A signed-in member of staff, as handlers receive them (`@Viewer() staff: StaffViewer`). */
export interface StaffViewer {
  kind: 'staff';
  id: number;
  staffNumber: string;
  name: string;
  roles: readonly Role[];
  hallId: number | null;
  departmentId: number | null;
}
const ROLES = 'shouwen.roles';
const BEFORE_PASSWORD = 'shouwen.before-password';

/** Also answered while the person's password is one the administrator gave. */
export const BeforePasswordIsChanged = () => SetMetadata(BEFORE_PASSWORD, true);

/** Only staff with one of `roles` (any, when none is named). */
export const ForStaff = (...roles: Role[]) => applyDecorators(SetMetadata(ACCESS, 'staff'), SetMetadata(ROLES, roles), UseGuards(StaffGuard));

@Injectable()
export class StaffGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionService,
    private readonly signedIn: StaffSessions,
    private readonly reflector: Reflector,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const staff = await this.staffOf(request);
    if (!staff) throw new Refusal('SIGN_IN_REQUIRED');
    const viewer = viewerFrom(staff);
    const roles = this.reflector.getAllAndOverride<Role[]>(ROLES, [context.getHandler(), context.getClass()]);
    if (roles.length > 0 && !roles.some((role) => viewer.roles.includes(role))) throw new Refusal('FORBIDDEN');
    refuseForeignOrigin(request);
    if (staff.oneTimePasswordSince !== null && !this.reflector.getAllAndOverride<boolean>(BEFORE_PASSWORD, [context.getHandler(), context.getClass()])) throw new Refusal('PASSWORD_MUST_CHANGE');
    request.viewer = viewer;
    return true;
  }

  /** Null without a valid session of an active person. */
  async viewerOf(request: FastifyRequest): Promise<StaffViewer | null> {
    const staff = await this.staffOf(request);
    return staff && staff.oneTimePasswordSince === null ? viewerFrom(staff) : null;
  }

  private async staffOf(request: FastifyRequest): Promise<SignedIn | null> {
    const tokenHash = this.sessions.tokenHashOf(request, 'staff');
    return tokenHash === null ? null : this.signedIn.of(tokenHash, this.clock.now());
  }
}

function viewerFrom({ id, staffNumber, name, roles, hallId, departmentId }: SignedIn): StaffViewer {
  return { kind: 'staff', id, staffNumber, name, roles, hallId, departmentId };
}

/** The cookie travels by itself, so another site must not be able to make a browser write with it. */
export function refuseForeignOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.headers.authorization !== undefined) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('FORBIDDEN');
}
