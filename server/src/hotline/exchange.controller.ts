import { timingSafeEqual } from 'node:crypto';
import { Body, Controller, Headers, Inject } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import { incomingCall } from '@shouwen/shared/contract/hotline';
import { CONFIG, type Config } from '../config/index.js';
import { digestOf } from '../database/index.js';
import { Public, Refusal, Route } from '../http/index.js';
import { HotlineService } from './hotline.service.js';

/** Where the telephone exchange announces calls. Without a token in the configuration the route is closed. */
@Controller()
export class ExchangeController {
  constructor(
    private readonly hotline: HotlineService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Route(incomingCall)
  async incoming(@Headers('authorization') authorization: string | undefined, @Body({ schema: incomingCall.body }) body: BodyOf<typeof incomingCall>): Promise<{ accepted: true }> {
    const { exchangeToken } = this.config;
    if (exchangeToken === null) throw new Refusal('NOT_FOUND');
    // Digests have one length, so the comparison tells nothing about the token's.
    if (!timingSafeEqual(Buffer.from(digestOf(authorization ?? '')), Buffer.from(digestOf(`Bearer ${exchangeToken}`)))) throw new Refusal('FORBIDDEN');
    return this.hotline.incoming(body.phone, body.staffNumber);
  }
}
