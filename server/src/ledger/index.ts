export { JournalEntry, JournalLine } from './ledger.entity.js';
export { LedgerModule } from './ledger.module.js';
export { LedgerService, receivableOf, type Posting } from './ledger.service.js';
