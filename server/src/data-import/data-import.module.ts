import { Module } from '@nestjs/common';
import { BillingModule } from '../billing/index.js';
import { DataImportService } from './data-import.service.js';
import { DataImportStaffController } from './data-import.staff-controller.js';

@Module({ imports: [BillingModule], controllers: [DataImportStaffController], providers: [DataImportService] })
export class DataImportModule {}
