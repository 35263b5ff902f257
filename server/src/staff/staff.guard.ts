import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Role } from '@shouwen/shared/vocabulary';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { ACCESS, Clock, Refusal, SessionService } from '../http/index.js';
import { Staff } from './staff.entity.js';

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

/** Only staff with one of `roles` (any, when none is named). */
export const ForStaff = (...roles: Role[]) => applyDecorators(SetMetadata(ACCESS, 'staff'), SetMetadata(ROLES, roles), UseGuards(StaffGuard));

@Injectable()
export class StaffGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionService,
    private readonly dataSource: DataSource,
    private readonly reflector: Reflector,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const viewer = await this.viewerOf(request);
    if (!viewer) throw new Refusal('SIGN_IN_REQUIRED');
    const roles = this.reflector.getAllAndOverride<Role[]>(ROLES, [context.getHandler(), context.getClass()]);
    if (roles.length > 0 && !roles.some((role) => viewer.roles.includes(role))) throw new Refusal('FORBIDDEN');
    refuseForeignOrigin(request);
    request.viewer = viewer;
    return true;
  }

  /** Null without a valid session of an active person. */
  async viewerOf(request: FastifyRequest): Promise<StaffViewer | null> {
    const id = await this.sessions.subjectOf(request, 'staff', this.clock.now());
    if (id === null) return null;
    const staff = await this.dataSource.manager.findOneBy(Staff, { id, active: true });
    if (!staff) return null;
    const { staffNumber, name, roles, hallId, departmentId } = staff;
    return { kind: 'staff', id, staffNumber, name, roles, hallId, departmentId };
  }
}

/** The cookie travels by itself, so another site must not be able to make a browser write with it. */
export function refuseForeignOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.headers.authorization !== undefined) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('FORBIDDEN');
}
