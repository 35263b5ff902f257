export const billStateLabels = { unpaid: '待缴', paid: '已缴', void: '已作废' } as const;
export type BillState = keyof typeof billStateLabels;

export const paymentStateLabels = { unpaid: '等待支付', paid: '支付成功', closed: '已关闭', credited: '已转预存', refunding: '退款中', refunded: '已退款' } as const;
export type PaymentState = keyof typeof paymentStateLabels;

export const paymentMethodLabels = { wechat: '微信支付', cash: '现金', card: '银行卡' } as const;
export type PaymentMethod = keyof typeof paymentMethodLabels;

/** Components of a water price; a tariff may name others, which are shown by their own name. */
export const componentLabels: Record<string, string> = { water: '基本水价', resource: '水资源税', sewage: '污水处理费' };
