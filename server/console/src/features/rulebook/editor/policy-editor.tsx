import { limitUnitLabels, type BookContent, type LimitUnit, type PolicyRow } from '@shouwen/shared/contract/rulebook';
import { clockLabels, ticketKindLabels, ticketSourceLabels, zoneLabels } from '@shouwen/shared/vocabulary';
import { AddRow, EditTable, FaultRow, faultsUnder, Pick, removed, replaced, RowTools, Text, Whole, type EditorProps } from './editing';

const head = ['种类', '类别', '来源', '区域', '计时', '时限', '单位', '应完成的事', '依据', ''];
const widths = [92, 118, 92, 66, 122, 66, 92, 108, undefined, 38];
const blank: PolicyRow = { kind: null, category: null, source: null, zone: null, clock: 'resolution', unit: 'working-days', n: 5, clause: '', action: '办结并答复' };

/** TL-7: who comes closest to the matter holds; “不限” stands for any. */
export function PolicyEditor({ value, onChange, faults, labels }: EditorProps<BookContent['service-policy']>) {
  return (
    <>
      <EditTable head={head} widths={widths}>
        {value.map((row, index) => {
          const set = (patch: Partial<PolicyRow>) => onChange(replaced(value, index, { ...row, ...patch }));
          const own = faultsUnder(faults, String(index));
          const bad = (field: string) => own.some(({ path }) => path === `${index}.${field}`);
          const nth = `第 ${index + 1} 行`;
          return [
            <tr key={index}>
              <td><Pick label={`${nth}种类`} value={row.kind} options={ticketKindLabels} any="不限" onChange={(kind) => set({ kind })} faulty={bad('kind')} /></td>
              <td><Pick label={`${nth}类别`} value={row.category} options={labels} any="不限" onChange={(category) => set({ category })} faulty={bad('category')} /></td>
              <td><Pick label={`${nth}来源`} value={row.source} options={ticketSourceLabels} any="不限" onChange={(source) => set({ source })} /></td>
              <td><Pick label={`${nth}区域`} value={row.zone} options={zoneLabels} any="不限" onChange={(zone) => set({ zone })} /></td>
              <td><Pick label={`${nth}计时`} value={row.clock} options={clockLabels} onChange={(clock) => set({ clock: clock ?? row.clock })} faulty={bad('clock')} /></td>
              <td><Whole label={`${nth}时限`} min={0} value={row.n} onChange={(n) => set({ n })} faulty={bad('n')} /></td>
              <td><Pick label={`${nth}单位`} value={row.unit} options={limitUnitLabels} onChange={(unit: LimitUnit | null) => set({ unit: unit ?? row.unit, ...(unit === 'same-day' ? { n: 0 } : row.n === 0 ? { n: 1 } : {}) })} /></td>
              <td><Text wrap label={`${nth}应完成的事`} value={row.action} onChange={(action) => set({ action })} faulty={bad('action')} /></td>
              <td><Text wrap label={`${nth}依据`} value={row.clause} onChange={(clause) => set({ clause })} faulty={bad('clause')} /></td>
              <td><RowTools what={nth} onRemove={() => onChange(removed(value, index))} /></td>
            </tr>,
            <FaultRow key={`${index} faults`} faults={own} columns={head.length} />,
          ];
        })}
      </EditTable>
      <AddRow onAdd={() => onChange([...value, blank])}>添加时限</AddRow>
    </>
  );
}
