export { LoginClient, type WechatApp } from './login.client.js';
export { MessageClient, type MessageOutcome } from './message.client.js';
export { NotificationReader, NotificationRejected, type OpenedNotification } from './notification.js';
export { PayClient, refundSchema, transactionSchema, type Transaction, type WechatRefund } from './pay.client.js';
export { TradeBillClient, type TradeBill } from './trade-bill.client.js';
export { WechatModule } from './wechat.module.js';
export { WechatRefused, WechatUnknown } from './wechat-error.js';
