import * as z from 'zod/mini';
import { type CashCount, type CashDayState, denominations, type DepositState, type PaymentMethod, type RefundMethod, type ShiftBook, type ShiftState } from '../vocabulary/index.js';
import { endpoint, type Page } from './endpoint.js';
import { date, id, optionalText, page, text, version } from './field.js';

const pieces = z.optional(z.int('请填写张数或枚数').check(z.nonnegative('张数不能小于零'), z.maximum(100_000, '张数太多，请检查')));
/** Pieces by denomination, the fen as text: `{ "10000": 3, "50": 2 }`. */
const counts = z.strictObject(Object.fromEntries(denominations.map((fen) => [String(fen), pieces])) as Record<`${(typeof denominations)[number]}`, typeof pieces>, '请按面额填写张数');

// ---- drawers
export interface DrawerView {
  id: number;
  hallId: number;
  hallName: string;
  /** Of the window it stands at. */
  name: string;
  /** What lies in it for change when a shift begins. */
  floatFen: number;
  active: boolean;
  version: number;
}
export const drawers = endpoint<{ items: DrawerView[] }>()({ method: 'GET', path: '/api/staff/cashier/drawers', summary: '钱箱（本厅；系统管理员看全部）' });
const drawer = { name: text('钱箱名称', 30), floatFen: z.int('备用金应为整数（分）').check(z.nonnegative('备用金不能小于零'), z.maximum(10_000_000, '备用金过多，请检查')) };
export const addDrawer = endpoint<DrawerView>()({ method: 'POST', path: '/api/staff/cashier/drawers', summary: '新增钱箱', idempotent: true, body: z.object({ hallId: id('营业厅'), ...drawer }) });
export const editDrawer = endpoint<DrawerView>()({
  method: 'POST', path: '/api/staff/cashier/drawers/:id', summary: '修改钱箱', idempotent: true, body: z.object({ version, ...drawer, active: z.boolean() }),
});

// ---- the cashier's shift (PY-4)
export interface ShiftView {
  id: number;
  drawerId: number;
  drawerName: string;
  hallId: number;
  cashierId: number;
  cashierName: string;
  cashierNumber: string;
  /** Asia/Shanghai. */
  date: string;
  book: ShiftBook;
  state: ShiftState;
  floatFen: number;
  /** Why the float was not what should lie in the drawer. */
  openingNote: string;
  openedAt: string;
  countedFen: number | null;
  /** Null until the cash has been counted: the count is blind. */
  expectedFen: number | null;
  /** Counted less expected. */
  differenceFen: number | null;
  explanation: string;
  closedAt: string | null;
  /** What is to be banked, once closed. */
  toBankFen: number | null;
  depositId: number | null;
  lateConfirmedBy: string | null;
  lateConfirmedAt: string | null;
  version: number;
}
export interface MyShift {
  shift: ShiftView | null;
  /** The desk's drawers, and why one cannot be opened now. */
  drawers: { id: number; name: string; floatFen: number; /** Of the shift that would open now. */ book: ShiftBook; usedBy: string | null; blockedBy: { shiftId: number; date: string; cashierName: string; toBankFen: number; why: string }[]; overrideRequested: boolean; overridden: boolean }[];
  /** PY-3, of the shift (else of today): how long payments took from account found to receipt. */
  pace: PaymentPace;
  /** The day has been signed; nothing opens any more. */
  daySigned: boolean;
}
/** PY-3. Null without a measured payment. */
export interface PaymentPace {
  count: number;
  medianMs: number | null;
  withinMinute: number;
}
export const myShift = endpoint<MyShift>()({ method: 'GET', path: '/api/staff/cashier/mine', summary: '我的收费班次' });
/** Counts the float. Refuses `SHIFT_ALREADY_OPEN`, `DRAWER_IN_USE`, `DRAWER_NOT_BANKED`, `DAY_SIGNED`, `DIFFERENCE_UNEXPLAINED` for another float than the drawer's. */
export const openShift = endpoint<ShiftView>()({
  method: 'POST', path: '/api/staff/cashier/shifts', summary: '开班', idempotent: true, body: z.object({ drawerId: id('钱箱'), counts, note: optionalText('说明', 200) }),
});
/** PY-4: asks the shift leader to let the drawer open although its last takings are not banked. */
export const requestOverride = endpoint<{ approvalId: number }>()({
  method: 'POST', path: '/api/staff/cashier/drawers/:id/override', summary: '申请放行未存款的钱箱', idempotent: true, body: z.object({ reason: text('原因', 200) }),
});
/** Ends the takings. What should be there is in the answer only; with no difference the shift is closed at once. Again with another version while a difference is unexplained. */
export const countShift = endpoint<ShiftView>()({ method: 'POST', path: '/api/staff/cashier/shifts/:id/count', summary: '清点交班', idempotent: true, body: z.object({ version, counts }) });
export const explainDifference = endpoint<ShiftView>()({
  method: 'POST', path: '/api/staff/cashier/shifts/:id/explain', summary: '说明长短款', idempotent: true, body: z.object({ version, explanation: text('原因', 200) }),
});
export interface MethodTotal {
  method: PaymentMethod;
  count: number;
  amountFen: number;
  voidedCount: number;
  voidedFen: number;
  /** Given back at this window in this shift, of whatever payment: cash out of the drawer, cards at the terminal. */
  refundedFen: number;
}
/** Money given back at the window (cash, or a card at its terminal). */
export interface PaidOut {
  refundId: number;
  method: RefundMethod;
  amountFen: number;
  at: string;
  byName: string;
  /** Of the payment that is given back. */
  receiptNumber: string | null;
  reference: string | null;
  reason: string;
}
export interface ReceiptRange {
  book: string;
  from: string;
  to: string;
  count: number;
  voids: string[];
}
export interface ShiftReport {
  shift: ShiftView;
  hallName: string;
  /** Null while the shift is open: the count is blind. */
  totals: MethodTotal[] | null;
  receipts: ReceiptRange[];
  /** Null while the shift is open, like the totals: float + cash taken − cash paid out is what must be in the drawer. */
  paidOut: PaidOut[] | null;
  pace: PaymentPace;
  counts: { kind: 'opening' | 'closing'; at: string; byName: string; totalFen: number; counts: CashCount }[];
  deposit: DepositView | null;
}
export const shiftReport = endpoint<ShiftReport>()({ method: 'GET', path: '/api/staff/cashier/shifts/:id', summary: '班次报表' });
export const shiftPaper = endpoint<never>()({ method: 'GET', path: '/api/staff/cashier/shifts/:id/paper', summary: '班次报表（PDF）' });
export const shifts = endpoint<Page<ShiftView>>()({ method: 'GET', path: '/api/staff/cashier/shifts', summary: '班次记录', query: z.object(page) });

// ---- the way to the bank (PY-5)
export interface DepositView {
  id: number;
  hallId: number;
  hallName: string;
  date: string;
  slipNumber: string;
  amountFen: number;
  carrierName: string;
  companionName: string;
  state: DepositState;
  createdByName: string;
  createdAt: string;
  bankedAt: string | null;
  confirmedAt: string | null;
  shifts: { id: number; drawerName: string; cashierName: string; date: string; book: ShiftBook; toBankFen: number }[];
  version: number;
}
/** What of the hall is closed and still here; `lateUnconfirmed` waits for the shift leader and stays behind. */
export interface DepositProposal {
  shifts: ShiftView[];
  lateUnconfirmed: ShiftView[];
  amountFen: number;
}
export const depositProposal = endpoint<DepositProposal>()({ method: 'GET', path: '/api/staff/cashier/deposit-proposal', summary: '待存款' });
/** Refuses `DEPOSIT_CHANGED` unless these shifts make this sum and all of them are still here, `DEPOSIT_PEOPLE`, `SLIP_NUMBER_TAKEN`. */
export const makeDeposit = endpoint<DepositView>()({
  method: 'POST', path: '/api/staff/cashier/deposits', summary: '填存款单', idempotent: true,
  body: z.object({
    shiftIds: z.array(id('班次')).check(z.minLength(1, '没有要存的班次'), z.maxLength(50)),
    amountFen: z.int('金额应为整数（分）').check(z.positive('没有要存的现金')),
    slipNumber: z.string('请填写存款单号').check(z.trim(), z.regex(/^[0-9A-Za-z-]{4,32}$/, '存款单号为 4 至 32 位字母或数字，在银行存款单右上角')),
    carrierId: id('送存人'), companionId: id('同行人'),
  }),
});
export const depositBanked = endpoint<DepositView>()({ method: 'POST', path: '/api/staff/cashier/deposits/:id/banked', summary: '存妥', idempotent: true, body: z.object({ version }) });
export const deposits = endpoint<Page<DepositView>>()({ method: 'GET', path: '/api/staff/cashier/deposits', summary: '存款单', query: z.object(page) });
export const depositPaper = endpoint<never>()({ method: 'GET', path: '/api/staff/cashier/deposits/:id/paper', summary: '存款单（PDF）' });

// ---- the shift leader (PY-4, PY-6)
export const confirmLate = endpoint<ShiftView>()({ method: 'POST', path: '/api/staff/cashier/shifts/:id/confirm-late', summary: '确认晚收簿', idempotent: true, body: z.object({ version }) });
export interface CashDayItem {
  hallId: number;
  hallName: string;
  date: string;
  state: CashDayState;
  shiftCount: number;
  openCount: number;
  signedByName: string | null;
  signedAt: string | null;
}
export interface CashDay extends CashDayItem {
  version: number;
  shifts: ShiftReport[];
  deposits: DepositView[];
  totals: MethodTotal[];
  /** What keeps it from being signed, in words; empty when it may be. */
  missing: string[];
  history: { what: 'sign' | 'reopen'; byName: string; at: string; note: string }[];
}
/** `open`: those to sign, oldest first; `signed`: newest first. */
export const cashDays = endpoint<Page<CashDayItem>>()({ method: 'GET', path: '/api/staff/cashier/days', summary: '当日账', query: z.object({ ...page, state: z._default(z.enum(['open', 'signed']), 'open') }) });
export const cashDay = endpoint<CashDay>()({ method: 'GET', path: '/api/staff/cashier/days/:hallId/:date', summary: '一天的账' });
const ofDay = { hallId: id('营业厅'), date: date('日期'), version };
/** Refuses `DAY_NOT_READY` with what is missing. */
export const signDay = endpoint<CashDay>()({ method: 'POST', path: '/api/staff/cashier/days/sign', summary: '班长签字', idempotent: true, body: z.object({ ...ofDay, note: optionalText('备注', 200) }) });
export const reopenDay = endpoint<CashDay>()({ method: 'POST', path: '/api/staff/cashier/days/reopen', summary: '重新打开当日账', idempotent: true, body: z.object({ ...ofDay, reason: text('原因', 200) }) });
