import { Readable } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { addDays, type DateString } from '@shouwen/shared/value';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { MatchingService, ReconciliationDayRow, StoredFiles } from '../reconciliation/index.js';

const columns = [
  '交易时间', '公众账号ID', '商户号', '特约商户号', '设备号', '微信订单号', '商户订单号', '用户标识', '交易类型', '交易状态', '付款银行', '货币种类', '应结订单金额', '代金券金额', '微信退款单号', '商户退款单号', '退款金额',
  '充值券退款金额', '退款类型', '退款状态', '商品名称', '商户数据包', '手续费', '费率', '订单金额', '申请退款金额', '费率备注',
];
/** Order, time, fen, fee in thousandths of a fen: one that nobody booked, one near midnight that waits for the next bill, and one with another fee than agreed. */
const payments = [['SW0001', '10:21:07', 8640, 51_840], ['SW0002', '23:58:40', 4320, 25_920], ['SW0003', '16:05:30', 20_000, 200_000]] as const;
const yuan = (fen: number) => (fen / 100).toFixed(2);
const ticked = (cells: readonly string[]) => cells.map((cell) => `\`${cell}`).join(',');

/** Yesterday's trade bill of WeChat, with differences of three kinds. Does nothing when there is one already. */
export async function matchTradeBill(app: INestApplicationContext, today: DateString): Promise<void> {
  if (await app.get(DataSource).manager.existsBy(ReconciliationDayRow, { source: 'wechat' })) return;
  const yesterday = addDays(today, -1);
  const { mchId } = app.get<Config>(CONFIG).wechat.pay;
  const rows = payments.map(([order, clock, fen, fee]) => {
    const known: Record<string, string> = {
      交易时间: `${yesterday} ${clock}`, 商户号: mchId, 商户订单号: `${yesterday.replaceAll('-', '')}${order}`, 交易类型: 'JSAPI', 交易状态: 'SUCCESS', 货币种类: 'CNY', 应结订单金额: yuan(fen), 代金券金额: '0.00', 退款金额: '0.00',
      充值券退款金额: '0.00', 商品名称: '水费', 手续费: (fee / 100_000).toFixed(5), 费率: '0.60%', 订单金额: yuan(fen), 申请退款金额: '0.00',
    };
    return ticked(columns.map((column) => known[column] ?? ''));
  });
  const total = yuan(payments.reduce((sum, [, , fen]) => sum + fen, 0));
  const fees = (payments.reduce((sum, [, , , fee]) => sum + fee, 0) / 100_000).toFixed(5);
  const content = [columns.join(','), ...rows, '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额', ticked([String(payments.length), total, '0.00', '0.00', fees, total, '0.00'])].join('\r\n');
  const file = await app.get(StoredFiles).takeIn(Readable.from([Buffer.from(`${content}\r\n`)]));
  const matching = app.get(MatchingService);
  await matching.match(await matching.day('wechat', yesterday), { ...file, name: `微信交易账单-${yesterday}.csv`, encoding: 'utf-8' }, null);
}
