import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/index.js';
import { BillingModule } from '../billing/index.js';
import { CustomerModule } from '../customer/index.js';
import { LedgerModule } from '../ledger/index.js';
import { NoticeModule } from '../notice/index.js';
import { CounterPayments } from './counter-payments.js';
import { Drawers } from './drawers.js';
import { NotificationService } from './notification.service.js';
import { OrderService } from './order.service.js';
import { PaymentBooking } from './payment-booking.js';
import { PaymentFollowers } from './payment-followers.js';
import { PaymentPolicies } from './payment-policy.js';
import { PaymentDesk } from './payment-desk.service.js';
import { PaymentController } from './payment.controller.js';
import { PaymentStaffController } from './payment.staff-controller.js';
import { PaymentService } from './payment.service.js';
import { PrepaidPaymentsService } from './prepaid-payments.service.js';
import { ReceiptBooks } from './receipt-book.js';
import { ReceiptCheckController } from './receipt-check.controller.js';
import { ReceiptChecks } from './receipt-check.service.js';
import { ReceiptDesk } from './receipt-desk.service.js';
import { RefundDesk } from './refund-desk.service.js';
import { RefundService } from './refund.service.js';
import { SettlementService } from './settlement.service.js';
import { TakeBack } from './take-back.service.js';
import { VoidService } from './void.service.js';
import { WechatNotifyController } from './wechat-notify.controller.js';
import { WechatOrders } from './wechat-orders.js';

@Module({
  imports: [ApprovalModule, CustomerModule, BillingModule, LedgerModule, NoticeModule],
  controllers: [PaymentController, PaymentStaffController, ReceiptCheckController, WechatNotifyController],
  providers: [
    PaymentService, OrderService, WechatOrders, PaymentBooking, PaymentPolicies, SettlementService, RefundService, NotificationService, ReceiptBooks, CounterPayments, Drawers, TakeBack, VoidService, RefundDesk,
    PaymentFollowers, PaymentDesk, ReceiptChecks, ReceiptDesk, PrepaidPaymentsService,
  ],
  exports: [PaymentService, PaymentDesk, CounterPayments, Drawers, ReceiptBooks, PaymentPolicies, RefundDesk, VoidService, PaymentFollowers, PrepaidPaymentsService],
})
export class PaymentModule {}
