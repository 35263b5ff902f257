import { Module } from '@nestjs/common';
import { NoticeModule } from '../notice/index.js';
import { ApprovalService } from './approval.service.js';
import { ApprovalStaffController } from './approval.staff-controller.js';
import { ApprovalView } from './approval.view.js';

@Module({ imports: [NoticeModule], controllers: [ApprovalStaffController], providers: [ApprovalService, ApprovalView], exports: [ApprovalService] })
export class ApprovalModule {}
