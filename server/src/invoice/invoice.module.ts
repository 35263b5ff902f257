import { Module } from '@nestjs/common';
import { BillingModule } from '../billing/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { CustomerModule } from '../customer/index.js';
import { Clock } from '../http/index.js';
import { NoticeModule } from '../notice/index.js';
import { PaymentModule } from '../payment/index.js';
import { InvoiceDesk } from './invoice-desk.service.js';
import { InvoiceWork } from './invoice-work.service.js';
import { InvoiceController, InvoiceFileController } from './invoice.controller.js';
import { InvoiceService } from './invoice.service.js';
import { InvoiceStaffController } from './invoice.staff-controller.js';
import { HttpInvoiceProvider } from './provider/http-invoice-provider.js';
import { INVOICE_PROVIDER, type InvoiceProvider } from './provider/invoice-provider.js';

@Module({
  imports: [BillingModule, CustomerModule, NoticeModule, PaymentModule],
  controllers: [InvoiceController, InvoiceFileController, InvoiceStaffController],
  providers: [
    InvoiceService, InvoiceDesk, InvoiceWork,
    { provide: INVOICE_PROVIDER, inject: [CONFIG, Clock], useFactory: ({ invoice }: Config, clock: Clock): InvoiceProvider | null => invoice && new HttpInvoiceProvider(invoice, () => clock.now()) },
  ],
})
export class InvoiceModule {}
