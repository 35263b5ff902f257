export { KeptRelativeRow, UsageAlertCheck, UsageAlertPolicy } from './usage.entity.js';
export { UsageAlertService } from './usage-alert.service.js';
export { UsageModule } from './usage.module.js';
