import { Core1700000000100 } from './1700000000100-core.js';
import { Staff1700000000200 } from './1700000000200-staff.js';
import { Customer1700000000300 } from './1700000000300-customer.js';
import { Billing1700000000400 } from './1700000000400-billing.js';
import { Ledger1700000000450 } from './1700000000450-ledger.js';

/** In order; each capability adds its own. */
export const migrations = [Core1700000000100, Staff1700000000200, Customer1700000000300, Billing1700000000400, Ledger1700000000450];
