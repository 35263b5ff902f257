export { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.js';
export type { SandboxCredentials } from './keys.js';
export type { Fault, FaultKind } from './faults.js';
export type { ClientParameters } from './client-payment.js';
export { RETRY_SCHEDULE_MS } from './notifications.js';
export { BILL_COLUMNS, BILL_SUMMARY_COLUMNS } from './trade-bill.js';
