import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ACCESS, Clock, Refusal, SessionService } from '../http/index.js';

/** A signed-in resident, as handlers receive them (`@Viewer() resident: ResidentViewer`). */
export interface ResidentViewer {
  kind: 'resident';
  id: number;
}

/** Only signed-in residents. What is theirs, each service checks by `viewer.id`. */
export const ForResident = () => applyDecorators(SetMetadata(ACCESS, 'resident'), UseGuards(ResidentGuard));

@Injectable()
export class ResidentGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const viewer = await this.viewerOf(request);
    if (!viewer) throw new Refusal('SIGN_IN_REQUIRED');
    request.viewer = viewer;
    return true;
  }

  /** Null without a valid session. */
  async viewerOf(request: FastifyRequest): Promise<ResidentViewer | null> {
    const id = await this.sessions.subjectOf(request, 'resident', this.clock.now());
    return id === null ? null : { kind: 'resident', id };
  }
}
