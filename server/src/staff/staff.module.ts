import { Global, Module } from '@nestjs/common';
import { StaffController } from './staff.controller.js';
import { StaffGuard } from './staff.guard.js';
import { StaffService } from './staff.service.js';
import { StaffSessions } from './staff-sessions.js';

/** Global because its guard stands before most routes. */
@Global()
@Module({ controllers: [StaffController], providers: [StaffService, StaffSessions, StaffGuard], exports: [StaffService, StaffSessions, StaffGuard] })
export class StaffModule {}
