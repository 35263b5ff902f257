export type { PrintDocument, PrintField, PrintPart } from './print-document.js';
export { PrintModule } from './print.module.js';
export { PrintService } from './print.service.js';
export type { RollDocument, RollLine } from './roll-writer.js';
export { sendPdf } from './send-pdf.js';
