import { Global, Module } from '@nestjs/common';
import { IdentityController } from './identity.controller.js';
import { IdentityService } from './identity.service.js';
import { ResidentGuard } from './resident.guard.js';

/** Global because its guard stands before every route of residents. */
@Global()
@Module({ controllers: [IdentityController], providers: [IdentityService, ResidentGuard], exports: [IdentityService, ResidentGuard] })
export class IdentityModule {}
