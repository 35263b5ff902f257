import { Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/account';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { AccountService } from './account.service.js';

/** Whoever serves customers about their bills. */
@ForStaff('clerk', 'hotline', 'handler', 'hall-manager', 'shift-leader', 'section-leader', 'hall-director', 'finance', 'supervisor', 'administrator')
@Controller()
export class AccountStaffController {
  constructor(private readonly accounts: AccountService) {}

  @Route(contract.searchAccounts)
  search(@Query({ schema: contract.searchAccounts.query }) { q, size }: QueryOf<typeof contract.searchAccounts>): Promise<ResponseOf<typeof contract.searchAccounts>> {
    return this.accounts.search(q, size);
  }

  @Route(contract.accountPage)
  page(@Viewer() viewer: StaffViewer, @Param('id', ParseIntPipe) id: number): Promise<contract.AccountPage> {
    return this.accounts.page(viewer, id);
  }
}
