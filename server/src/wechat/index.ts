export { LoginClient, type WechatApp } from './login.client.js';
export { MessageClient, type MessageOutcome } from './message.client.js';
export { WechatModule } from './wechat.module.js';
export { WechatRefused, WechatUnknown } from './wechat-error.js';
