import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { SandboxCredentials } from './keys.js';
import { PayError, invalidRequest } from './pay-error.js';
import type { PayOrder, PayOrders } from './pay-orders.js';
import { randomText } from './random-text.js';
import type { Refund, Refunds } from './refunds.js';
import { type SandboxClock, shanghaiDate, shanghaiTime } from './sandbox-clock.js';
import type { Settings } from './settings.js';
import type { BillLine, TradeBillPlants } from './trade-bill-plants.js';

export const BILL_COLUMNS = [
  '交易时间', '公众账号ID', '商户号', '特约商户号', '设备号', '微信订单号', '商户订单号', '用户标识', '交易类型', '交易状态', '付款银行', '货币种类',
  '应结订单金额', '代金券金额', '微信退款单号', '商户退款单号', '退款金额', '充值券退款金额', '退款类型', '退款状态', '商品名称', '商户数据包',
  '手续费', '费率', '订单金额', '申请退款金额', '费率备注',
] as const;

export const BILL_SUMMARY_COLUMNS = ['总交易单数', '应结订单总金额', '退款总金额', '充值券退款总金额', '手续费总金额', '订单总金额', '申请退款总金额'] as const;

type BillColumn = (typeof BILL_COLUMNS)[number];
type BillType = 'ALL' | 'SUCCESS' | 'REFUND';

interface BillRow {
  at: string;
  totalFen: number;
  refundFen: number;
  feeFen: number;
  cells: Record<BillColumn, string>;
}
/** What a line is about: the order of a payment, or of the refund. */
type Subject = Pick<PayOrder, 'appid' | 'outTradeNo' | 'transactionId' | 'paidBy' | 'tradeType' | 'description' | 'attach'>;

const FEE_RATE = 0.006;
const LINK_MS = 5 * 60_000;
const HOUR_MS = 3600_000;
const OLDEST_DAYS = 90;

const yuan = (fen: number): string => (fen / 100).toFixed(2);
const feeOf = (fen: number): number => Math.round(fen * FEE_RATE);
/** A bill is lines of commas: line feeds in a product name would break it. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');

export class TradeBills {
  private readonly links = new Map<string, { file: Buffer; expiresAt: number }>();

  constructor(
    private readonly orders: PayOrders,
    private readonly refunds: Refunds,
    private readonly clock: SandboxClock,
    private readonly settings: Settings,
    private readonly credentials: SandboxCredentials,
    private readonly plants: TradeBillPlants,
  ) {}

  /** `GET /v3/bill/tradebill`; the hash is over the file before compression. */
  apply(query: URLSearchParams, baseUrl: string): { hash_type: 'SHA1'; hash_value: string; download_url: string } {
    const date = query.get('bill_date') ?? '';
    const type = (query.get('bill_type') ?? 'ALL') as BillType;
    const tarType = query.get('tar_type');
    if (!isDate(date)) throw new PayError(400, 'PARAM_ERROR', 'bill_date 格式不正确，应为 YYYY-MM-DD');
    if (!['ALL', 'SUCCESS', 'REFUND'].includes(type)) throw new PayError(400, 'PARAM_ERROR', 'bill_type 只能是 ALL、SUCCESS、REFUND');
    if (tarType !== null && tarType !== 'GZIP') throw new PayError(400, 'PARAM_ERROR', 'tar_type 只能是 GZIP');
    this.checkReady(date);
    const rows = this.rowsOf(date, type);
    if (rows.length === 0) throw new PayError(400, 'NO_STATEMENT_EXIST', '账单文件不存在');

    const text = writeBill(rows);
    const plain = Buffer.from(this.plants.spoils('broken-row', date) ? text.replace(',`CNY,', ',') : text, 'utf8');
    const hash = createHash('sha1').update(plain).digest('hex');
    const token = randomText(43);
    this.links.set(token, { file: tarType ? gzipSync(plain) : plain, expiresAt: this.clock.now().getTime() + LINK_MS });
    return {
      hash_type: 'SHA1',
      hash_value: this.plants.spoils('wrong-hash', date) ? hash.split('').reverse().join('') : hash,
      download_url: `${baseUrl}/v3/billdownload/file?token=${token}${tarType ? '&tartype=gzip' : ''}`,
    };
  }

  /** `GET /v3/billdownload/file`, five minutes long. */
  download(token: string | null): Buffer {
    const link = this.links.get(token ?? '');
    if (!link || link.expiresAt <= this.clock.now().getTime()) throw invalidRequest('下载地址已失效，请重新申请账单');
    return link.file;
  }

  private checkReady(date: string): void {
    if (this.settings.values.billReady === 'at-once') return;
    const now = this.clock.now();
    const today = shanghaiDate(now);
    if (date >= today) throw invalidRequest('账单日期只能是今天以前');
    const age = (Date.parse(today) - Date.parse(date)) / (24 * HOUR_MS);
    if (age > OLDEST_DAYS) throw invalidRequest('只能下载三个月以内的账单');
    if (age === 1 && shanghaiTime(now).slice(11) < '10:00:00') throw new PayError(400, 'STATEMENT_CREATING', '账单生成中，请 30 分钟后再试');
  }

  /** Payments by the time they succeeded, refunds by the time the money went back. */
  private rowsOf(date: string, type: BillType): BillRow[] {
    const rows: BillRow[] = [];
    const take = (order: Subject, at: string | undefined, line: Omit<BillLine, 'at' | 'feeFen'>, refund?: Refund): void => {
      if (at === undefined) return;
      const bookedAt = this.plants.bookedAt(line.number, at);
      if (shanghaiDate(new Date(bookedAt)) !== date) return;
      const altered = this.plants.altered({ ...line, at: bookedAt, feeFen: 0 });
      if (altered) rows.push(refund ? this.refundRow(order, refund, altered) : this.paymentRow(order, altered));
    };
    for (const order of this.orders.list()) if (type !== 'REFUND') take(order, order.paidAt, { number: order.outTradeNo, totalFen: order.total, refundFen: 0 });
    for (const refund of this.refunds.list()) {
      const order = this.orders.find(refund.outTradeNo);
      if (type !== 'SUCCESS' && order && refund.status === 'SUCCESS') take(order, refund.settledAt, { number: refund.outRefundNo, totalFen: 0, refundFen: refund.refund }, refund);
    }
    if (type !== 'REFUND')
      for (const { number, amountFen, at } of this.plants.extras(date)) {
        const stranger: Subject = { appid: this.credentials.appId, outTradeNo: number, transactionId: `4200${number}`, tradeType: 'JSAPI', description: '水费', attach: '' };
        rows.push(this.paymentRow(stranger, { at, number, totalFen: amountFen, refundFen: 0, feeFen: 0 }));
      }
    return rows.sort((left, right) => left.at.localeCompare(right.at));
  }

  private paymentRow(order: Subject, { at, totalFen, revoked = false }: BillLine): BillRow {
    const feeFen = feeOf(totalFen);
    const cells = this.sharedCells(order, at, feeFen);
    return { at, totalFen, refundFen: 0, feeFen, cells: { ...cells, 交易状态: revoked ? 'REVOKED' : 'SUCCESS', 应结订单金额: yuan(totalFen), 订单金额: yuan(totalFen) } };
  }

  private refundRow(order: Subject, refund: Refund, { at, refundFen, revoked = false }: BillLine): BillRow {
    const feeFen = -feeOf(refundFen);
    const cells = {
      ...this.sharedCells(order, at, feeFen),
      交易状态: 'REFUND', 微信退款单号: refund.refundId, 商户退款单号: refund.outRefundNo, 退款金额: yuan(refundFen),
      退款类型: 'ORIGINAL', 退款状态: revoked ? 'CHANGE' : 'SUCCESS', 申请退款金额: yuan(refundFen),
    };
    return { at, totalFen: 0, refundFen, feeFen, cells };
  }

  private sharedCells(order: Subject, at: string, feeFen: number): Record<BillColumn, string> {
    return {
      交易时间: shanghaiTime(new Date(at)), 公众账号ID: order.appid, 商户号: this.credentials.mchId, 特约商户号: '0', 设备号: '',
      微信订单号: order.transactionId ?? '', 商户订单号: order.outTradeNo, 用户标识: order.paidBy ?? '', 交易类型: order.tradeType, 交易状态: '',
      付款银行: 'OTHERS', 货币种类: 'CNY', 应结订单金额: '0.00', 代金券金额: '0.00', 微信退款单号: '0', 商户退款单号: '0', 退款金额: '0.00',
      充值券退款金额: '0.00', 退款类型: '', 退款状态: '', 商品名称: oneLine(order.description), 商户数据包: oneLine(order.attach),
      手续费: feeText(feeFen), 费率: '0.60%', 订单金额: '0.00', 申请退款金额: '0.00', 费率备注: '',
    };
  }
}

const feeText = (fen: number): string => (fen / 100).toFixed(5);

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().slice(0, 10) === text;
}

/** BOM, CRLF, header without and cells with a backtick, then the summary. */
function writeBill(rows: BillRow[]): string {
  const sum = (field: 'totalFen' | 'refundFen' | 'feeFen'): number => rows.reduce((total, row) => total + row[field], 0);
  const ticked = (cells: string[]): string => cells.map((cell) => `\`${cell}`).join(',');
  const summary = [
    String(rows.length), yuan(sum('totalFen')), yuan(sum('refundFen')), '0.00', feeText(sum('feeFen')), yuan(sum('totalFen')), yuan(sum('refundFen')),
  ];
  const lines = [
    BILL_COLUMNS.join(','),
    ...rows.map((row) => ticked(BILL_COLUMNS.map((column) => row.cells[column]))),
    BILL_SUMMARY_COLUMNS.join(','),
    ticked(summary),
  ];
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
