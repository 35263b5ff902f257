import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ACCESS, Refusal } from '../http/index.js';
import { ResidentGuard, type ResidentViewer } from '../identity/index.js';
import { refuseForeignOrigin, StaffGuard, type StaffViewer } from '../staff/index.js';

export type Uploader = ResidentViewer | StaffViewer;

/** Anyone signed in, resident or staff. */
export const ForUploader = () => applyDecorators(SetMetadata(ACCESS, 'signed-in'), UseGuards(UploaderGuard));

@Injectable()
export class UploaderGuard implements CanActivate {
  constructor(
    private readonly residents: ResidentGuard,
    private readonly staff: StaffGuard,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    // A staff cookie travels by itself, so a token that was given on purpose comes first.
    request.viewer = (await this.residents.viewerOf(request)) ?? (await this.staff.viewerOf(request)) ?? undefined;
    if (request.viewer === undefined) throw new Refusal('SIGN_IN_REQUIRED');
    refuseForeignOrigin(request);
    return true;
  }
}
