import { Global, Module } from '@nestjs/common';
import { Outbox } from './outbox.js';
import { Scheduler } from './scheduler.js';

@Global()
@Module({ providers: [Outbox, Scheduler], exports: [Outbox, Scheduler] })
export class JobsModule {}
