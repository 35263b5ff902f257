export { BankDeposit, CashDayEvent, CashDayRow, CashDrawer, CashShift, DrawerCount, DrawerOverride } from './cashier.entity.js';
export { CashierModule } from './cashier.module.js';
export { DepositService } from './deposit.service.js';
export { ShiftService } from './shift.service.js';
