import { Module } from '@nestjs/common';
import { BillingModule } from '../billing/index.js';
import { CustomerModule } from '../customer/index.js';
import { AccountIndex } from './account-index.js';
import { AccountSearch } from './account-search.js';
import { AccountService } from './account.service.js';
import { AccountStaffController } from './account.staff-controller.js';

@Module({ imports: [CustomerModule, BillingModule], controllers: [AccountStaffController], providers: [AccountIndex, AccountSearch, AccountService], exports: [AccountSearch, AccountIndex] })
export class AccountModule {}
