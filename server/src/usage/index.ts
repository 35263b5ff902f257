export { KeptRelativeRow, UsageAlertCheck, UsageAlertPolicy } from './usage.entity.js';
export type { AlertPolicy } from './rules/unusually-much-water.js';
export { UsageAlertPolicies } from './usage-alert-policy.service.js';
export { UsageAlertService } from './usage-alert.service.js';
export { UsageModule } from './usage.module.js';
