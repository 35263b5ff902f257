import { IdempotencyKey, LiveUpdateRow, Session, ThrottleAttempt } from './http/index.js';
import { JobLease, OutboxDuty } from './jobs/index.js';
import { Department, Hall, Post, Staff } from './staff/index.js';

/** Every table of the product, by the folder that owns it. */
export const entities = [
  // http
  Session, IdempotencyKey, ThrottleAttempt, LiveUpdateRow,
  // jobs
  JobLease, OutboxDuty,
  // staff
  Hall, Department, Staff, Post,
];
