import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CONFIG, type Config } from '../config/index.js';
import { AccessDeclaredGuard } from './access.js';
import { Clock } from './clock.js';
import { ErrorFilter } from './error.filter.js';
import { HealthController } from './health.controller.js';
import { Housekeeping } from './housekeeping.js';
import { Once } from './idempotency.js';
import { LiveUpdates } from './live-updates.js';
import { SessionService } from './session.service.js';
import { SignedLinks } from './signed-link.js';
import { ThrottleService } from './throttle.service.js';
import { validationPipe } from './validation.pipe.js';

@Global()
@Module({
  controllers: [HealthController],
  providers: [
    Clock, Once, SessionService, ThrottleService, LiveUpdates, Housekeeping,
    { provide: SignedLinks, inject: [CONFIG], useFactory: (config: Config) => new SignedLinks(config.secretKey) },
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_PIPE, useValue: validationPipe },
    { provide: APP_GUARD, useClass: AccessDeclaredGuard },
  ],
  exports: [Clock, Once, SessionService, ThrottleService, LiveUpdates, SignedLinks],
})
export class HttpModule {}
