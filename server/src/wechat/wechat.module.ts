import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-token.js';
import { LoginClient } from './login.client.js';
import { MessageClient } from './message.client.js';

/** The only door to WeChat's servers. */
@Global()
@Module({ providers: [AccessTokens, LoginClient, MessageClient], exports: [LoginClient, MessageClient] })
export class WechatModule {}
