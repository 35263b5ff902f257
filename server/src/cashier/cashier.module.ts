import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/index.js';
import { LedgerModule } from '../ledger/index.js';
import { PaymentModule } from '../payment/index.js';
import { CashierStaffController } from './cashier.staff-controller.js';
import { DayService } from './day.service.js';
import { DepositService } from './deposit.service.js';
import { DrawerService } from './drawer.service.js';
import { ShiftReports } from './shift-report.service.js';
import { ShiftService } from './shift.service.js';

@Module({
  imports: [ApprovalModule, LedgerModule, PaymentModule],
  controllers: [CashierStaffController],
  providers: [ShiftService, DrawerService, DepositService, DayService, ShiftReports],
  exports: [ShiftService, DepositService],
})
export class CashierModule {}
