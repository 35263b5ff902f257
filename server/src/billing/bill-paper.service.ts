import { Injectable } from '@nestjs/common';
import type { BillDetail, BillLine } from '@shouwen/shared/contract/billing';
import { addDays, formatFen, formatFullDate, sumOfBill } from '@shouwen/shared/value';
import { billStateLabels } from '@shouwen/shared/vocabulary';
import { Clock } from '../http/index.js';
import { type PrintDocument, type PrintPart, PrintService } from '../print/index.js';
import type { StaffViewer } from '../staff/index.js';
import { BillDesk } from './bill-desk.service.js';
import { BillingService } from './billing.service.js';

/** PY-9: a bill on paper with its whole working, so that anybody can add it up. */
@Injectable()
export class BillPaper {
  constructor(
    private readonly billing: BillingService,
    private readonly desk: BillDesk,
    private readonly print: PrintService,
    private readonly clock: Clock,
  ) {}

  async forResident(residentId: number, billId: number): Promise<Buffer> {
    const bill = await this.billing.detailFor(residentId, billId);
    return this.print.pdf(this.document(bill, bill.nameMasked, bill.addressMasked));
  }

  async forDesk(viewer: StaffViewer, billId: number): Promise<Buffer> {
    const bill = await this.desk.bill(viewer, billId);
    return this.print.pdf(this.document(bill, bill.name, bill.address));
  }

  private document(bill: BillDetail, name: string, address: string): PrintDocument {
    return {
      title: '水费账单', subtitle: `户号 ${bill.accountNumber}`, footer: `账单 ${bill.id}`, at: this.clock.now(),
      parts: [
        { kind: 'fields', rows: [
          { label: '户名', value: name, half: true }, { label: '状态', value: billStateLabels[bill.state], half: true },
          { label: '地址', value: address },
          { label: '账单周期', value: `${bill.from} 至 ${bill.to}`, half: true }, { label: '出账日期', value: bill.issuedOn, half: true },
          { label: '用水量', value: `${bill.volume} 立方米`, half: true }, { label: '缴费期限', value: formatFullDate(bill.dueOn), half: true },
        ] },
        ...(bill.voidReason === null ? [] : [{ kind: 'paragraph' as const, strong: true, text: `本账单已冲销：${bill.voidReason}${bill.replacedByBillId === null ? '' : `。新账单 ${bill.replacedByBillId}`}` }]),
        ...(bill.replacesBillId === null ? [] : [{ kind: 'paragraph' as const, text: `本账单替代已冲销的账单 ${bill.replacesBillId}。` }]),
        ...(bill.dispute === null ? [] : [{ kind: 'paragraph' as const, strong: true, text: `争议处理中${bill.dispute.ticketNumber === null ? '' : `（工单 ${bill.dispute.ticketNumber}）`}，自 ${bill.dispute.since} 起违约金已暂停。` }]),
        { kind: 'heading', text: '抄表' }, metersOf(bill),
        { kind: 'heading', text: '分段' }, partsOf(bill),
        { kind: 'heading', text: '水费怎么算出来的' },
        ...bill.components.map((component): PrintPart => workingOf(component, bill)),
        { kind: 'heading', text: '合计' }, sumOf(bill),
      ],
    };
  }
}

function metersOf({ previousReading, previousReadOn, reading, readOn, meterChanges }: BillDetail): PrintPart {
  const shown = [{ on: previousReadOn, figure: previousReading }, ...meterChanges.flatMap(({ on, last, first }) => [{ on, figure: last }, { on, figure: first }]), { on: readOn, figure: reading }];
  const rows: string[][] = [];
  for (let i = 0; i + 1 < shown.length; i += 2) {
    const [from, to] = [shown[i], shown[i + 1]] as [typeof shown[number], typeof shown[number]];
    rows.push([meterChanges.length === 0 ? '水表' : i === 0 ? '换下的表' : '新装的表', from.on, String(from.figure), to.on, String(to.figure), String(to.figure - from.figure)]);
  }
  return { kind: 'table', columns: [{ title: '', share: 1.2 }, { title: '上次', share: 1.6 }, { title: '读数', share: 1 }, { title: '本次', share: 1.6 }, { title: '读数', share: 1 }, { title: '立方米', share: 1 }], rows };
}

function partsOf({ segments }: BillDetail): PrintPart {
  return {
    kind: 'table',
    columns: [{ title: '起止', share: 3 }, { title: '水价', share: 2.6 }, { title: '用途占比', share: 1.2 }, { title: '人口', share: 0.8 }, { title: '水量', share: 1 }, { title: '本年此前已用', share: 1.6 }],
    rows: segments.map(({ from, to, tariffName, tariffFrom, share, persons, volume, tierPeriod, usedBefore }) => [`${from} 至 ${to}`, `${tariffName}（${tariffFrom} 起）`, `${share / 10}%`, String(persons), `${volume}`, tierPeriod === 'year' ? `${usedBefore}` : '—']),
  };
}

function workingOf({ component, componentName, fen }: BillDetail['components'][number], bill: BillDetail): PrintPart {
  const lines = bill.lines.filter((line) => line.component === component);
  const exact = lines.reduce((sum, { amount }) => sum + amount, 0);
  const whole = lines.length > 0 && lines.every((line) => line.segment === null);
  return {
    kind: 'table',
    columns: [{ title: componentName, share: 4 }, { title: '立方米', share: 1.2 }, { title: '单价（元）', share: 1.4 }, { title: '金额（元）', share: 1.6 }],
    rows: whole
      ? [['每月最低收费，不足部分补足', '', '', formatFen(fen)]]
      : [...lines.map((line) => [wordsOf(line, bill), String(line.volume), inYuan(line.unitPrice), inYuan(line.amount)]), ['小计（四舍五入到分）', String(lines.reduce((sum, { volume }) => sum + volume, 0)), inYuan(exact), formatFen(fen)]],
    empty: '没有用水',
  };
}

function wordsOf({ segment, tier, tierFrom, tierTo }: BillLine, { segments }: BillDetail): string {
  const part = segment === null ? undefined : segments[segment];
  const when = part && segments.length > 1 ? `${part.from.slice(5)}–${part.to.slice(5)} ${part.tariffName}` : '';
  const step = tier === null ? '全部水量' : `第 ${tier} 档（${tierFrom ?? 0}${tierTo === null ? ' 以上' : `–${tierTo}`}）`;
  return [when, step].filter((text) => text !== '').join('，');
}

function sumOf(bill: BillDetail): PrintPart {
  const row = (label: string, fen: number) => [label, formatFen(fen)];
  return {
    kind: 'table', columns: [{ title: '项目', share: 4 }, { title: '金额（元）', share: 2 }],
    rows: [
      ...bill.components.map(({ componentName, fen }) => row(componentName, fen)), row('本期合计', bill.totalFen),
      ...sumOfBill(bill).rows.slice(1).map(({ name, fen, note }) => row(note === '' ? name : `${name}：${note}`, fen)),
      row(bill.state === 'unpaid' ? `现在应缴（${addDays(bill.dueOn, 1)} 起计违约金）` : '现在应缴', bill.payableFen),
    ],
  };
}

/** 1/10000 yuan. */
const inYuan = (amount: number) => (amount % 100 === 0 ? formatFen(amount / 100) : (amount / 10_000).toFixed(4));
