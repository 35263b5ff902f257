import { Core1700000000100 } from './1700000000100-core.js';
import { Staff1700000000200 } from './1700000000200-staff.js';

/** In order; each capability adds its own. */
export const migrations = [Core1700000000100, Staff1700000000200];
