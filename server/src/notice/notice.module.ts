import { Module } from '@nestjs/common';
import { NoticeController } from './notice.controller.js';
import { NoticeService } from './notice.service.js';
import { NoticeStaffController } from './notice.staff-controller.js';
import { StaffNotices } from './staff-notice.service.js';

@Module({ controllers: [NoticeController, NoticeStaffController], providers: [NoticeService, StaffNotices], exports: [NoticeService, StaffNotices] })
export class NoticeModule {}
