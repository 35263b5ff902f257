import type { LeaveDetail } from '@shouwen/shared/contract/duty';
import { formatDeadline, formatFullInstant, groupTicketNumber } from '@shouwen/shared/value';
import { leaveKindLabels, leaveStateLabels } from '@shouwen/shared/vocabulary';
import type { PrintDocument } from '../print/index.js';

/** 工作交接单 (AB-3) as the viewer may see it: open tickets with their deadlines, what was signed by whom and when. */
export function slipPaper(leave: LeaveDetail, at: Date): PrintDocument {
  const { person, relief, slip } = leave;
  const signed = (instant: string | null | undefined, name: string) => (instant ? { signed: `${name} ${formatFullInstant(instant)}` } : {});
  const step = (label: string) => leave.steps.findLast((s) => s.label === label);
  const [leader, director] = [step('负责人签字'), step('批准')];
  return {
    title: '工作交接单', subtitle: '请假与顶岗', footer: `请假单 ${leave.id}`, at,
    parts: [
      {
        kind: 'fields',
        rows: [
          { label: '请假人', value: `${person.name}（${person.staffNumber}）`, half: true }, { label: '顶岗人', value: `${relief.name}（${relief.staffNumber}）`, half: true },
          { label: '假别', value: leaveKindLabels[leave.kind], half: true }, { label: '状态', value: leaveStateLabels[leave.state], half: true },
          { label: '开始', value: formatFullInstant(leave.from), half: true }, { label: '结束', value: formatFullInstant(leave.until), half: true },
          { label: '交接说明', value: slip?.note || '无' },
        ],
      },
      { kind: 'heading', text: `未办结工单 ${slip?.tickets.length ?? 0} 件` },
      {
        kind: 'table', empty: '没有未办结的工单',
        columns: [{ title: '工单号', share: 18 }, { title: '类别', share: 18 }, { title: '事由', share: 30 }, { title: '时限', share: 18 }, { title: '说明', share: 16 }],
        rows: (slip?.tickets ?? []).map((t) => [
          groupTicketNumber(t.number), t.categoryLabel, t.title || '（保密）', t.dueAt === null ? '无' : formatDeadline(t.dueAt),
          t.reliefExcluded ? '顶岗人回避' : t.handedBack ? '已交回' : t.handedOver ? '已移交' : t.addedAtStart ? '假期开始时增加' : '',
        ]),
      },
      {
        kind: 'signatures',
        lines: [
          { label: '请假人', ...signed(slip?.absentSignedAt, person.name) }, { label: '顶岗人', ...signed(slip?.reliefSignedAt, relief.name) },
          { label: '负责人', ...signed(leader?.at, leader?.by ?? '') }, { label: '大厅主任', ...signed(director?.at, director?.by ?? '') },
        ],
      },
    ],
  };
}
