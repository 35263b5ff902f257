import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-token.js';
import { PlatformKeys } from './certificates.js';
import { LoginClient } from './login.client.js';
import { MessageClient } from './message.client.js';
import { NotificationReader } from './notification.js';
import { PayClient } from './pay.client.js';
import { PayHttp } from './pay-http.js';
import { TradeBillClient } from './trade-bill.client.js';

/** The only door to WeChat's servers. */
@Global()
@Module({
  providers: [AccessTokens, LoginClient, MessageClient, PayHttp, PlatformKeys, PayClient, TradeBillClient, NotificationReader],
  exports: [LoginClient, MessageClient, PayClient, TradeBillClient, NotificationReader],
})
export class WechatModule {}
