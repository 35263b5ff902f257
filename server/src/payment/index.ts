export { Payment, PaymentItem, PaymentNotification, PaymentRefund, ReceiptBook } from './payment.entity.js';
export { PaymentFollowers, type GoneBack, type GoneBackHandler } from './payment-followers.js';
export { PaymentModule } from './payment.module.js';
export { PaymentService } from './payment.service.js';
export { amountInWords } from './rules/amount-in-words.js';
