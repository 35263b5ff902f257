export { JobsModule } from './jobs.module.js';
export { JobLease } from './lease.entity.js';
export { Outbox, type DutyHandler, type DutyPayload } from './outbox.js';
export { OutboxDuty } from './outbox.entity.js';
export { Scheduler } from './scheduler.js';
