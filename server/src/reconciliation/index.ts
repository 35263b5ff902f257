export { ExpectedFiles } from './expected-files.service.js';
export { FinanceItemService } from './finance-item.service.js';
export { FinanceItemEvent, FinanceItemRow, ReconciliationArrival, ReconciliationDayRow, ReconciliationEvent, ReconciliationFileRow, ReconciliationTermRow } from './reconciliation.entity.js';
export { MatchingService } from './matching.service.js';
export { ReconciliationModule } from './reconciliation.module.js';
export { ReconciliationTerms } from './reconciliation-terms.js';
export { StoredFiles } from './stored-file.js';
export { TradeBillFetch } from './trade-bill-fetch.service.js';
