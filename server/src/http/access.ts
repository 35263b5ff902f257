import { type CanActivate, type ExecutionContext, Injectable, SetMetadata, createParamDecorator } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';

export const ACCESS = 'shouwen.access';

/** For routes that need no session; everything else must say who may come in. */
export const Public = () => SetMetadata(ACCESS, 'public');

/** No route is open by oversight: one that does not declare its access does not answer. */
@Injectable()
export class AccessDeclaredGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}
  canActivate(context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride<string | undefined>(ACCESS, [context.getHandler(), context.getClass()]) !== undefined;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard of the capability that knows this kind of viewer. */
    viewer?: unknown;
  }
}

/** The signed-in person, as the guard found them. */
export const Viewer = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().viewer);
