/** Notes and coins, largest first, in fen. The old small ones too: they are taken (PY-8). */
export const denominations = [10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1] as const;
export type Denomination = (typeof denominations)[number];
/** How many of each, by fen as text; what is absent is none. */
export type CashCount = Partial<Record<`${Denomination}`, number>>;

export const shiftStateLabels = { open: '收费中', counted: '已清点，待说明差异', closed: '已交班，待存款', deposited: '送存中', banked: '已存银行' } as const;
export type ShiftState = keyof typeof shiftStateLabels;
export const shiftActionLabels = { count: '清点交班', explain: '说明差异', deposit: '送存', bank: '存妥', 'confirm-late': '确认晚收簿' } as const;
export type ShiftAction = keyof typeof shiftActionLabels;

/** PY-4: what is taken after the day's deposit goes in a book of its own. */
export const shiftBookLabels = { regular: '当日收费', late: '晚收簿' } as const;
export type ShiftBook = keyof typeof shiftBookLabels;

export const depositStateLabels = { carried: '送存路上', banked: '银行已收', confirmed: '银行对账相符' } as const;
export type DepositState = keyof typeof depositStateLabels;

export const cashDayStateLabels = { open: '未签字', signed: '已签字' } as const;
export type CashDayState = keyof typeof cashDayStateLabels;
