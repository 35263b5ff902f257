export { type PastPaymentRow, planPastPayments, writePastPayments } from './past-payment.js';
export { CollectionFigure, CollectionMonth, PastPayment, ReportExport } from './report.entity.js';
export { ReportModule } from './report.module.js';
