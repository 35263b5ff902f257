import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import { pathOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/application';
import type { TicketProgress } from '@shouwen/shared/contract/ticket';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock, Public, Route, ThrottleService, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { sendPdf } from '../print/index.js';
import { ApplicationGuideService } from './application-guide.service.js';
import { ApplicationPaperService } from './application-paper.service.js';
import { ApplicationService } from './application.service.js';

/** Questions to the triage from one address in a minute: it compares with every phrase. */
const QUESTIONS_PER_MINUTE = 60;

@Controller()
export class ApplicationController {
  constructor(
    private readonly applications: ApplicationService,
    private readonly guides: ApplicationGuideService,
    private readonly paper: ApplicationPaperService,
    private readonly throttle: ThrottleService,
    private readonly clock: Clock,
  ) {}

  @Public()
  @Route(contract.triage)
  async triage(@Query({ schema: contract.triage.query }) query: QueryOf<typeof contract.triage>, @Req() request: FastifyRequest): Promise<ResponseOf<typeof contract.triage>> {
    await this.throttle.attempt(`triage:${request.ip}`, QUESTIONS_PER_MINUTE, 1, this.clock.now());
    return { items: await this.guides.triage(query.words) };
  }

  @Public()
  @Route(contract.guides)
  async all(): Promise<ResponseOf<typeof contract.guides>> {
    return { items: await this.guides.guides() };
  }

  @ForResident()
  @Route(contract.apply)
  apply(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.apply.body }) body: BodyOf<typeof contract.apply>): Promise<TicketProgress> {
    return this.applications.apply(viewer, body);
  }

  @ForResident()
  @Route(contract.myApplication)
  mine(@Viewer() viewer: ResidentViewer, @Param('number') number: string): Promise<contract.MyApplication> {
    return this.applications.mine(viewer, number);
  }

  @Public()
  @Route(contract.myAcceptanceSlip)
  async slip(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { expires, signature } = request.query as { expires?: unknown; signature?: unknown };
    sendPdf(reply, `受理通知单 ${number}`, await this.paper.slipByLink(number, pathOf(contract.myAcceptanceSlip, { number }), Number(expires), String(signature)));
  }
}
