import type { BookContent } from '@shouwen/shared/contract/rulebook';
import { AddRow, EditTable, FaultRow, faultsUnder, removed, replaced, RowTools, Text, type EditorProps } from './editing';
import styles from './editing.module.css';

/** FI-9. */
export function PhraseEditor({ value, onChange, faults }: EditorProps<BookContent['dismissive-phrase']>) {
  return (
    <div style={{ maxWidth: 560 }}>
      <p className={styles.hint}>答复里出现这些话会标出来；整段答复只有这些话的，不能发出。</p>
      <EditTable head={['用语', '']}>
        {value.map((phrase, index) => [
          <tr key={index}>
            <td><Text label={`第 ${index + 1} 句`} value={phrase} onChange={(text) => onChange(replaced(value, index, text))} faulty={faultsUnder(faults, String(index)).length > 0} /></td>
            <td style={{ width: 40 }}><RowTools what={phrase} onRemove={() => onChange(removed(value, index))} /></td>
          </tr>,
          <FaultRow key={`${index} faults`} faults={faultsUnder(faults, String(index))} columns={2} />,
        ])}
      </EditTable>
      <AddRow onAdd={() => onChange([...value, ''])}>添加用语</AddRow>
    </div>
  );
}
