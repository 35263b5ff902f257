/** `draft`: in a bill run, seen by nobody outside it; `unpaid`: of it a part may be paid; `void`: reversed. */
export const billStateLabels = { draft: '待审核', unpaid: '待缴', paid: '已缴', void: '已冲销' } as const;
export type BillState = keyof typeof billStateLabels;

export const paymentStateLabels = { unpaid: '等待支付', paid: '支付成功', closed: '已关闭', credited: '已转预存', refunding: '退款中', refunded: '已退款', voided: '已撤销' } as const;
export type PaymentState = keyof typeof paymentStateLabels;

export const paymentMethodLabels = { wechat: '微信支付', cash: '现金', card: '银行卡', prepaid: '预存款' } as const;
export type PaymentMethod = keyof typeof paymentMethodLabels;

/** `native`: a code scanned at the counter · `auto`: prepayment used for a bill. */
export const paymentViaLabels = { weapp: '小程序', h5: '网页', native: '窗口扫码', counter: '窗口', auto: '自动扣缴' } as const;
export type PaymentVia = keyof typeof paymentViaLabels;

export const refundMethodLabels = { wechat: '微信原路', cash: '现金', card: '银行卡', bank: '银行转账' } as const;
export type RefundMethod = keyof typeof refundMethodLabels;
/** `requested`: WeChat may or may not know of it · `waiting`: to be paid out by hand · `trouble`: WeChat cannot give it. */
export const refundStateLabels = { requested: '退款中', processing: '微信处理中', waiting: '待付款', done: '已退款', trouble: '退款异常' } as const;
export type RefundState = keyof typeof refundStateLabels;

/** Components of a water price; a tariff may name others, which are shown by their own name. */
export const componentLabels: Record<string, string> = { water: '基本水价', resource: '水资源税', sewage: '污水处理费', minimum: '补足最低收费' };

/** Of a change of meter the reading tells two figures: the old meter's last and the new one's first. */
export const readingKindLabels = { opening: '起数', regular: '抄见', estimated: '估抄', 'meter-change': '换表' } as const;
export type ReadingKind = keyof typeof readingKindLabels;
