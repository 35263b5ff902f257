import type { DepositView, ShiftReport } from '@shouwen/shared/contract/cashier';
import { denominationName, formatFen, formatFullDate, formatFullInstant } from '@shouwen/shared/value';
import { denominations, depositStateLabels, paymentMethodLabels, refundMethodLabels, shiftBookLabels, shiftStateLabels } from '@shouwen/shared/vocabulary';
import type { PrintDocument, PrintPart } from '../print/index.js';

const yuan = (fen: number | null) => (fen === null ? '' : `${formatFen(fen)} 元`);

/** PY-6: the cash book of one shift, to be signed by cashier and shift leader. */
export function shiftPaperOf({ shift, hallName, totals, paidOut, receipts, pace, counts, deposit }: ShiftReport, at: Date): PrintDocument {
  const closing = counts.filter((count) => count.kind === 'closing').at(-1);
  const difference = shift.differenceFen ?? 0;
  const cash = totals?.find((total) => total.method === 'cash');
  const parts: PrintPart[] = [
    {
      kind: 'fields',
      rows: [
        { label: '日期', value: formatFullDate(shift.date), half: true }, { label: '账簿', value: shiftBookLabels[shift.book], half: true },
        { label: '收费员', value: `${shift.cashierName} ${shift.cashierNumber}`, half: true }, { label: '钱箱', value: shift.drawerName, half: true },
        { label: '开班', value: formatFullInstant(shift.openedAt), half: true }, { label: '交班', value: shift.closedAt ? formatFullInstant(shift.closedAt) : shiftStateLabels[shift.state], half: true },
        { label: '备用金', value: `${yuan(shift.floatFen)}${shift.openingNote && `（${shift.openingNote}）`}` },
      ],
    },
    { kind: 'heading', text: '收款' },
    {
      kind: 'table', columns: [{ title: '方式', share: 3 }, { title: '笔数', share: 2 }, { title: '金额', share: 4 }, { title: '撤销', share: 4 }, { title: '退款', share: 4 }], empty: totals === null ? '清点交班后显示' : '没有收款',
      rows: (totals ?? []).map((total) => [paymentMethodLabels[total.method], String(total.count), yuan(total.amountFen), total.voidedCount ? `${total.voidedCount} 笔 ${yuan(total.voidedFen)}` : '', total.refundedFen ? yuan(total.refundedFen) : '']),
    },
    ...(paidOut && paidOut.length > 0
      ? [
          { kind: 'heading' as const, text: '退款付出' },
          {
            kind: 'table' as const, columns: [{ title: '时间', share: 4 }, { title: '原收据', share: 5 }, { title: '方式', share: 2 }, { title: '金额', share: 3 }, { title: '经手', share: 2 }, { title: '原因', share: 5 }],
            rows: paidOut.map((one) => [formatFullInstant(one.at), one.receiptNumber ?? '', refundMethodLabels[one.method], yuan(one.amountFen), one.byName, one.reason]),
          },
        ]
      : []),
    { kind: 'heading', text: '收据' },
    { kind: 'table', columns: [{ title: '起', share: 5 }, { title: '止', share: 5 }, { title: '张数', share: 2 }, { title: '作废', share: 5 }], empty: '没有开收据', rows: receipts.map((range) => [range.from, range.to, String(range.count), range.voids.join('、')]) },
    { kind: 'heading', text: '现金' },
    {
      kind: 'table', columns: [{ title: '面额', share: 2 }, { title: '张（枚）', share: 2 }, { title: '金额', share: 3 }], empty: '没有清点',
      rows: closing ? denominations.filter((fen) => closing.counts[`${fen}`]).map((fen) => [denominationName(fen), String(closing.counts[`${fen}`]), yuan(fen * (closing.counts[`${fen}`] ?? 0))]) : [],
    },
    {
      kind: 'fields',
      rows: [
        ...(cash === undefined || shift.expectedFen === null ? [] : [{ label: '应有的算法', value: `备用金 ${formatFen(shift.floatFen)} + 现金收款 ${formatFen(cash.amountFen)} − 退款付出 ${formatFen(cash.refundedFen)}` }]),
        { label: '应有', value: yuan(shift.expectedFen), half: true }, { label: '清点', value: yuan(shift.countedFen), half: true },
        { label: '长短款', value: shift.differenceFen === null ? '' : difference === 0 ? '无' : `${difference > 0 ? '长款' : '短款'} ${yuan(Math.abs(difference))}`, half: true }, { label: '送存', value: yuan(shift.toBankFen), half: true },
        ...(shift.explanation ? [{ label: '差异说明', value: shift.explanation }] : []),
        ...(deposit ? [{ label: '存款单', value: `${deposit.slipNumber}　${depositStateLabels[deposit.state]}` }] : []),
        ...(shift.lateConfirmedBy ? [{ label: '晚收簿确认', value: shift.lateConfirmedBy }] : []),
      ],
    },
    { kind: 'paragraph', text: `缴费用时：${pace.medianMs === null ? '没有记录' : `中位数 ${Math.round(pace.medianMs / 1000)} 秒，${pace.count} 笔中 ${pace.withinMinute} 笔在一分钟内`}` },
    { kind: 'signatures', lines: [{ label: '收费员' }, { label: '收费班长' }] },
  ];
  return { title: '收费班次报表', subtitle: hallName, footer: `班次 ${shift.id}`, at, parts };
}

/** PY-5: goes with the cash; both who carry it sign. `inWords` is the amount as a bank wants it. */
export function depositPaperOf(deposit: DepositView, inWords: string, at: Date): PrintDocument {
  return {
    title: '现金存款单', subtitle: deposit.hallName, footer: `存款单 ${deposit.slipNumber}`, at,
    parts: [
      {
        kind: 'fields',
        rows: [
          { label: '存款单号', value: deposit.slipNumber, half: true }, { label: '日期', value: formatFullDate(deposit.date), half: true },
          { label: '金额', value: yuan(deposit.amountFen) }, { label: '大写', value: inWords },
          { label: '送存人', value: deposit.carrierName, half: true }, { label: '同行人', value: deposit.companionName, half: true },
          { label: '状态', value: `${depositStateLabels[deposit.state]}${deposit.bankedAt ? `　${formatFullInstant(deposit.bankedAt)}` : ''}` },
        ],
      },
      { kind: 'heading', text: '组成' },
      {
        kind: 'table', columns: [{ title: '日期', share: 3 }, { title: '钱箱', share: 3 }, { title: '收费员', share: 3 }, { title: '账簿', share: 3 }, { title: '金额', share: 3 }],
        rows: deposit.shifts.map((shift) => [shift.date, shift.drawerName, shift.cashierName, shiftBookLabels[shift.book], yuan(shift.toBankFen)]),
      },
      { kind: 'signatures', lines: [{ label: '送存人' }, { label: '同行人' }, { label: '收费班长' }, { label: '银行收讫' }] },
    ],
  };
}
