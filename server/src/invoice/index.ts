export { Invoice, InvoiceCover, InvoiceTaxItem, InvoiceTitleRow } from './invoice.entity.js';
export { InvoiceModule } from './invoice.module.js';
