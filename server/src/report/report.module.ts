import { Module } from '@nestjs/common';
import { ArrearsByAgeService } from './arrears-by-age.service.js';
import { CollectionService } from './collection.service.js';
import { ExceptionService } from './exception.service.js';
import { ReportExportService } from './report-export.service.js';
import { ReportStaffController } from './report.staff-controller.js';
import { TakingsService } from './takings.service.js';

@Module({ controllers: [ReportStaffController], providers: [TakingsService, ArrearsByAgeService, CollectionService, ExceptionService, ReportExportService] })
export class ReportModule {}
