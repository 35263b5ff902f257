import { Global, Module } from '@nestjs/common';
import { PrintService } from './print.service.js';

/** Documents on paper, for any capability. */
@Global()
@Module({ providers: [PrintService], exports: [PrintService] })
export class PrintModule {}
