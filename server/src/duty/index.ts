export { DutyPolicyRow, DutyTurn, Leave, LeaveStep, LeaveTicket, Presence, PresenceEvent, StaffChange, WorkingHours } from './duty.entity.js';
export { DutyModule } from './duty.module.js';
