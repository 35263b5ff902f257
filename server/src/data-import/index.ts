export { ImportChunk, ImportFault, ImportJob } from './data-import.entity.js';
export { DataImportModule } from './data-import.module.js';
export { importFile, type ImportOptions } from './import-whole-file.js';
