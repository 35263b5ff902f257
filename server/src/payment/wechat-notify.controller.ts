import { Controller, Post, type RawBodyRequest, Req, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { errorCodes } from '@shouwen/shared/vocabulary';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/index.js';
import { NotificationService } from './notification.service.js';

/** Where WeChat Pay reports payments and refunds. Signed by WeChat instead of a session; it waits five seconds, and sends again what was not taken. */
@Controller('api/wechat/notify')
@Public()
export class WechatNotifyController {
  constructor(private readonly notifications: NotificationService) {}

  @Post('payment')
  @ApiOperation({ summary: '微信支付结果通知（仅供微信调用）' })
  payment(@Req() request: RawBodyRequest<FastifyRequest>, @Res() reply: FastifyReply): Promise<void> {
    return this.receive('payment', request, reply);
  }

  @Post('refund')
  @ApiOperation({ summary: '微信退款结果通知（仅供微信调用）' })
  refund(@Req() request: RawBodyRequest<FastifyRequest>, @Res() reply: FastifyReply): Promise<void> {
    return this.receive('refund', request, reply);
  }

  private async receive(kind: 'payment' | 'refund', request: RawBodyRequest<FastifyRequest>, reply: FastifyReply): Promise<void> {
    const outcome = await this.notifications.receive(kind, { headers: request.headers, raw: request.rawBody ?? Buffer.alloc(0) });
    if (outcome === 'accepted') return void (await reply.status(204).send());
    const [status, message] = errorCodes.NOTIFICATION_REJECTED;
    await reply.status(status).send({ code: 'FAIL', message });
  }
}
