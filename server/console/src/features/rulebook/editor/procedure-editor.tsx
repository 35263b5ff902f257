import type { BookContent } from '@shouwen/shared/contract/rulebook';
import { applicationSteps, clockLabels, type ApplicationStep } from '@shouwen/shared/vocabulary';
import { AddRow, EditTable, FaultRow, faultsUnder, Pick, Picks, removed, replaced, RowTools, type EditorProps } from './editing';

const steps = Object.fromEntries(applicationSteps.map((step) => [step, clockLabels[step]])) as Record<ApplicationStep, string>;

/** AP-3. */
export function ProcedureEditor({ value, onChange, faults, labels }: EditorProps<BookContent['procedure']>) {
  const without = Object.keys(labels).find((code) => code.startsWith('apply') && !value.some(({ category }) => category === code)) ?? Object.keys(labels).find((code) => !value.some(({ category }) => category === code));
  return (
    <>
      <EditTable head={['业务', '步骤（按先后）', '']}>
        {value.map((procedure, index) => {
          const own = faultsUnder(faults, String(index));
          const set = (patch: Partial<typeof procedure>) => onChange(replaced(value, index, { ...procedure, ...patch }));
          const name = labels[procedure.category] ?? procedure.category;
          return [
            <tr key={index}>
              <td style={{ width: 200 }}><Pick label={`第 ${index + 1} 行业务`} value={procedure.category} options={labels} onChange={(category) => category && set({ category })} faulty={own.some(({ path }) => path.endsWith('.category'))} /></td>
              <td><Picks label={`${name}的步骤`} value={procedure.steps} options={steps} onChange={(next) => set({ steps: next })} /></td>
              <td style={{ width: 40 }}><RowTools what={name} onRemove={() => onChange(removed(value, index))} /></td>
            </tr>,
            <FaultRow key={`${index} faults`} faults={own} columns={3} />,
          ];
        })}
      </EditTable>
      {without && <AddRow onAdd={() => onChange([...value, { category: without, steps: ['survey', 'approval'] }])}>添加业务</AddRow>}
    </>
  );
}
