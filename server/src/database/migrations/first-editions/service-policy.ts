/** What the first edition of the time limits (TL-7) changes in the rows it is made from. As of migration 1100; never edited later. */
type Row = { kind: string | null; category: string | null; source: string | null; zone: string | null; clock: string; unit: string; n: number; clause: string; action: string };

const spokenComplaint = { unit: 'hall-days', n: 1, clause: '《投诉处理制度》C8.8：口头投诉当场答复，不能当场的当日或下一营业日答复', action: '答复' };

/** CP-4: a spoken complaint about service is due by the hall's next open day, which need not be a working day. */
function withSpokenComplaintsByHallDay(row: Row): Row {
  return row.kind === 'complaint' && row.category !== null && row.clause.includes('C8.8') && row.unit === 'working-days' ? { ...row, ...spokenComplaint } : row;
}

const application = (category: string, clock: string, n: number, clause: string, action: string): Row => ({ kind: 'application', category, source: null, zone: null, clock, unit: 'working-days', n, clause, action });
const added: readonly Row[] = [
  application('apply-connection', 'survey', 5, '《服务承诺》E4：受理后五个工作日内勘察', '完成勘察'),
  application('apply-connection', 'design', 3, '《服务承诺》E4：勘察后三个工作日内设计', '完成设计'),
  application('apply-connection', 'works', 5, '《服务承诺》E4：小型用户五个工作日内施工', '完成施工'),
  { kind: 'consultation', category: 'ask-simple', source: 'hotline', zone: null, clock: 'resolution', unit: 'minutes', n: 5, clause: '《热线服务规范》E8：一般咨询在通话中五分钟内答复', action: '答复' },
];

export function firstServicePolicy(rows: readonly Row[]): Row[] {
  const has = ({ category, clock }: Row) => rows.some((row) => row.category === category && row.clock === clock);
  return [...rows.map(withSpokenComplaintsByHallDay), ...added.filter((row) => !has(row))];
}
