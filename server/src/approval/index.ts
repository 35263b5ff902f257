export { type ApprovalHandler, type ApprovalRequest, type ApprovalWanted, type ApprovalWords, requestOf } from './approval-kind.js';
export { Approval } from './approval.entity.js';
export { ApprovalModule } from './approval.module.js';
export { ApprovalService } from './approval.service.js';
export { type Decider, holds } from './rules/one-asks-another-decides.js';
