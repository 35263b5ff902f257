export { bookLabels, revenueOf, type Book } from './books.js';
export { causes, type Cause } from './causes.js';
export { JournalEntry, JournalLine } from './ledger.entity.js';
export { LedgerModule } from './ledger.module.js';
export { LedgerService, type Posting } from './ledger.service.js';
