import { Body, Controller, Query, Req } from '@nestjs/common';
import type { BodyOf, QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/identity';
import type { FastifyRequest } from 'fastify';
import { Public, Route, SessionService, Viewer } from '../http/index.js';
import { IdentityService } from './identity.service.js';
import { ForResident, type ResidentViewer } from './resident.guard.js';

@Controller()
export class IdentityController {
  constructor(
    private readonly identity: IdentityService,
    private readonly sessions: SessionService,
  ) {}

  @Public()
  @Route(contract.login)
  login(@Body({ schema: contract.login.body }) body: BodyOf<typeof contract.login>): Promise<contract.ResidentSession> {
    return this.identity.login(body.via, body.code);
  }

  /** Leaving needs no valid session: an expired one is left all the same. */
  @Public()
  @Route(contract.logout)
  async logout(@Req() request: FastifyRequest): Promise<{ done: true }> {
    await this.sessions.end(request, 'resident');
    return { done: true };
  }

  @ForResident()
  @Route(contract.me)
  me(@Viewer() viewer: ResidentViewer): Promise<contract.ResidentProfile> {
    return this.identity.profile(viewer.id);
  }

  @Public()
  @Route(contract.webAuthorization)
  webAuthorization(@Query({ schema: contract.webAuthorization.query }) query: QueryOf<typeof contract.webAuthorization>): { url: string } {
    return { url: this.identity.webAuthorizationUrl(query.returnTo, query.state) };
  }

  @ForResident()
  @Route(contract.sharePhone)
  sharePhone(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.sharePhone.body }) body: BodyOf<typeof contract.sharePhone>): Promise<{ phoneMasked: string; phone: string }> {
    return this.identity.sharePhone(viewer.id, body.code);
  }

  @Public()
  @Route(contract.clientConfiguration)
  clientConfiguration(): Promise<contract.ClientConfiguration> {
    return this.identity.clientConfiguration();
  }
}
