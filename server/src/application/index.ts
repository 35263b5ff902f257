export { Application, ApplicationCheck, ApplicationExport, ArchiveSeries } from './application.entity.js';
export { ApplicationModule } from './application.module.js';
export { ArchiveService } from './archive.service.js';
export { WeeklyCheckService } from './weekly-check.service.js';
