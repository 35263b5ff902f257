export { Payment, PaymentItem, PaymentNotification, PaymentRefund, ReceiptBook } from './payment.entity.js';
export { PaymentModule } from './payment.module.js';
export { PaymentService } from './payment.service.js';
export { amountInWords } from './rules/amount-in-words.js';
