import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/index.js';
import { CalendarModule } from '../calendar/index.js';
import { CashierModule } from '../cashier/index.js';
import { LedgerModule } from '../ledger/index.js';
import { NoticeModule } from '../notice/index.js';
import { ConfirmedMoney } from './confirmed-money.js';
import { ExpectedFiles } from './expected-files.service.js';
import { FileWithdrawal } from './file-withdrawal.service.js';
import { FinanceItemService } from './finance-item.service.js';
import { FinanceItems } from './finance-items.js';
import { MatchingService } from './matching.service.js';
import { ReconciliationTerms } from './reconciliation-terms.js';
import { ReconciliationService } from './reconciliation.service.js';
import { ReconciliationStaffController } from './reconciliation.staff-controller.js';
import { SideBySide } from './side-by-side.service.js';
import { StoredFiles } from './stored-file.js';
import { TradeBillFetch } from './trade-bill-fetch.service.js';

@Module({
  imports: [ApprovalModule, CalendarModule, CashierModule, LedgerModule, NoticeModule],
  controllers: [ReconciliationStaffController],
  exports: [ReconciliationTerms],
  providers: [StoredFiles, ReconciliationTerms, ConfirmedMoney, FinanceItems, MatchingService, TradeBillFetch, ExpectedFiles, FileWithdrawal, FinanceItemService, ReconciliationService, SideBySide],
})
export class ReconciliationModule {}
