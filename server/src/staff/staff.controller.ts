import { Body, Controller, Query, Req, Res } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/staff';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config/index.js';
import { Inject } from '@nestjs/common';
import { LiveUpdates, Public, Route, SessionService, STAFF_COOKIE, Viewer } from '../http/index.js';
import { BeforePasswordIsChanged, ForStaff, refuseForeignOrigin, StaffGuard, type StaffViewer } from './staff.guard.js';
import { StaffService } from './staff.service.js';

@Controller()
export class StaffController {
  constructor(
    private readonly staff: StaffService,
    private readonly sessions: SessionService,
    private readonly live: LiveUpdates,
    private readonly guard: StaffGuard,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Route(contract.staffLogin)
  async login(
    @Body({ schema: contract.staffLogin.body }) body: BodyOf<typeof contract.staffLogin>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResponseOf<typeof contract.staffLogin>> {
    // Another site must not sign a browser in as somebody else.
    refuseForeignOrigin(request);
    const { token, expiresAt, staff } = await this.staff.login(body.staffNumber, body.password, request.ip);
    reply.setCookie(STAFF_COOKIE, token, { httpOnly: true, sameSite: 'strict', secure: this.config.publicUrl.startsWith('https://'), path: '/api', expires: expiresAt });
    return { token, expiresAt: expiresAt.toISOString(), staff };
  }

  @Public()
  @Route(contract.staffLogout)
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ done: true }> {
    await this.sessions.end(request, 'staff');
    reply.clearCookie(STAFF_COOKIE, { path: '/api' });
    return { done: true };
  }

  @ForStaff()
  @BeforePasswordIsChanged()
  @Route(contract.staffMe)
  me(@Viewer() viewer: StaffViewer): Promise<contract.StaffProfile> {
    return this.staff.profile(viewer.id);
  }

  @ForStaff()
  @BeforePasswordIsChanged()
  @Route(contract.changePassword)
  changePassword(@Viewer() viewer: StaffViewer, @Body({ schema: contract.changePassword.body }) body: BodyOf<typeof contract.changePassword>, @Req() request: FastifyRequest): Promise<contract.StaffProfile> {
    return this.staff.changePassword(viewer, body.current, body.next, request);
  }

  @ForStaff()
  @Route(contract.colleagues)
  colleagues(@Query({ schema: contract.colleagues.query }) query: QueryOf<typeof contract.colleagues>): Promise<ResponseOf<typeof contract.colleagues>> {
    return this.staff.colleagues(query.search);
  }

  @ForStaff()
  @Route(contract.live)
  subscribe(@Viewer() viewer: StaffViewer, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const audiences = [`staff:${viewer.id}`];
    if (viewer.hallId !== null) audiences.push(`hall:${viewer.hallId}`);
    if (viewer.departmentId !== null) audiences.push(`department:${viewer.departmentId}`);
    this.live.listen(reply, audiences, async () => (await this.guard.viewerOf(request)) !== null);
  }
}
