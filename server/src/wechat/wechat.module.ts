import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-token.js';
import { PlatformKeys } from './certificates.js';
import { LoginClient } from './login.client.js';
import { MessageClient } from './message.client.js';
import { NotificationReader } from './notification.js';
import { PayClient } from './pay.client.js';
import { PayHttp } from './pay-http.js';

/** The only door to WeChat's servers. */
@Global()
@Module({
  providers: [AccessTokens, LoginClient, MessageClient, PayHttp, PlatformKeys, PayClient, NotificationReader],
  exports: [LoginClient, MessageClient, PayClient, NotificationReader],
})
export class WechatModule {}
