export { Bill, BillDispute, BillingPolicy, BillingTerms, MeterReading, PrepaidBalance, TariffVersion } from './billing.entity.js';
export { BillingModule } from './billing.module.js';
export { BillingService, type Payable, type Receipts } from './billing.service.js';
export { PrepaidService } from './prepaid.service.js';
export { ReadingService, type NewReading, type ReadingOutcome, type ReadingPlan } from './reading.service.js';
export { tierBounds } from './rules/bill-by-tiers.js';
export { monthsOf } from './rules/bill-of-period.js';
export type { Tariff } from './rules/tariff-types.js';
export { TariffBook } from './tariff-book.js';
