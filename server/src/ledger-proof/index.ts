export type { LedgerCheck } from './ledger-check.js';
export { ledgerFaults, type LedgerFault, proveLedger } from './ledger-faults.js';
