export { ArrearsCall, ArrearsCallRecord, ArrearsPass, ArrearsReminder, InstalmentPlan, ReminderSeries } from './arrears.entity.js';
export { ArrearsModule } from './arrears.module.js';
export { ReminderPassService } from './reminder-pass.service.js';
