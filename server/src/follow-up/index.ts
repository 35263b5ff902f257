export { CounterEvaluation, FollowUp, ReviewRow } from './follow-up.entity.js';
export { FollowUpModule } from './follow-up.module.js';
