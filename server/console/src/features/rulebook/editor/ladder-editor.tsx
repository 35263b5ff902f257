import { ladderAudienceLabels, type BookContent, type LadderMoment, type LadderStep } from '@shouwen/shared/contract/rulebook';
import { AddRow, EditTable, FaultRow, faultsUnder, moved, Pick, Picks, removed, replaced, RowTools, Whole, type EditorProps } from './editing';
import styles from './editing.module.css';

const head = ['步', '什么时候', '', '通知谁', '要求回复', ''];
const ladders = { day: '按天的时限', minute: '按小时、分钟的时限' } as const;
const over = { day: { percent: '到时限的百分之', overWorkingDays: '超期工作日' }, minute: { percent: '到时限的百分之', overMinutes: '超期分钟', repeat: '超期后每隔分钟' } } as const;
type Measure = 'percent' | 'overWorkingDays' | 'overMinutes' | 'repeat';

const measureOf = (at: LadderMoment): Measure => ('percent' in at ? 'percent' : 'overWorkingDays' in at ? 'overWorkingDays' : at.repeat ? 'repeat' : 'overMinutes');
const amountOf = (at: LadderMoment): number => ('percent' in at ? at.percent : 'overWorkingDays' in at ? at.overWorkingDays : at.overMinutes);
const momentOf = (measure: Measure, n: number): LadderMoment =>
  measure === 'percent' ? { percent: n } : measure === 'overWorkingDays' ? { overWorkingDays: n } : { overMinutes: n, repeat: measure === 'repeat' };

/** ES-1. */
export function LadderEditor({ value, onChange, faults }: EditorProps<BookContent['ladder']>) {
  return (['day', 'minute'] as const).map((name) => {
    const steps = value[name];
    const setAll = (next: LadderStep[]) => onChange({ ...value, [name]: next });
    return (
      <section key={name} className={styles.card}>
        <header><h3>{ladders[name]}</h3></header>
        <EditTable head={head}>
          {steps.map((step, index) => {
            const set = (patch: Partial<LadderStep>) => setAll(replaced(steps, index, { ...step, ...patch }));
            const measure = measureOf(step.at);
            const nth = `${ladders[name]}第 ${index + 1} 步`;
            const own = faultsUnder(faults, `${name}.${index}`);
            return [
              <tr key={index}>
                <td>{index + 1}</td>
                <td style={{ width: 160 }}><Pick label={`${nth}时机`} value={measure} options={over[name]} onChange={(next) => next && set({ at: momentOf(next, amountOf(step.at)) })} faulty={own.some(({ path }) => path.endsWith('.at'))} /></td>
                <td><Whole label={`${nth}数值`} max={1440} value={amountOf(step.at)} onChange={(n) => set({ at: momentOf(measure, n) })} /></td>
                <td><Picks label={`${nth}通知`} value={step.tell} options={ladderAudienceLabels} onChange={(tell) => set({ tell })} /></td>
                <td><input type="checkbox" aria-label={`${nth}要求承办人回复`} checked={step.chase} onChange={(e) => set({ chase: e.target.checked })} /></td>
                <td>
                  <RowTools
                    what={nth} onUp={index > 0 ? () => setAll(moved(steps, index, -1)) : undefined} onDown={index < steps.length - 1 ? () => setAll(moved(steps, index, 1)) : undefined}
                    onRemove={() => setAll(removed(steps, index))}
                  />
                </td>
              </tr>,
              <FaultRow key={`${index} faults`} faults={own} columns={head.length} />,
            ];
          })}
        </EditTable>
        <AddRow onAdd={() => setAll([...steps, { at: name === 'day' ? { overWorkingDays: 5 } : { overMinutes: 60, repeat: false }, tell: ['hall-director'], chase: true }])}>添加一步</AddRow>
      </section>
    );
  });
}
