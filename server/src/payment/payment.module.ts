import { Module } from '@nestjs/common';
import { BillingModule } from '../billing/index.js';
import { CustomerModule } from '../customer/index.js';
import { LedgerModule } from '../ledger/index.js';
import { NoticeModule } from '../notice/index.js';
import { NotificationService } from './notification.service.js';
import { OrderService } from './order.service.js';
import { PaymentFollowers } from './payment-followers.js';
import { PaymentController } from './payment.controller.js';
import { PaymentService } from './payment.service.js';
import { ReceiptBooks } from './receipt-book.js';
import { RefundService } from './refund.service.js';
import { SettlementService } from './settlement.service.js';
import { WechatNotifyController } from './wechat-notify.controller.js';

@Module({
  imports: [CustomerModule, BillingModule, LedgerModule, NoticeModule],
  controllers: [PaymentController, WechatNotifyController],
  providers: [PaymentService, OrderService, SettlementService, RefundService, NotificationService, ReceiptBooks, PaymentFollowers],
  exports: [PaymentService, PaymentFollowers],
})
export class PaymentModule {}
