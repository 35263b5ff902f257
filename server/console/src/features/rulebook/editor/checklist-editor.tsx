import type { BookContent, Checklist } from '@shouwen/shared/contract/rulebook';
import { AddRow, EditTable, FaultRow, Faults, faultsUnder, moved, Pick, removed, replaced, RowTools, Text, type EditorProps } from './editing';
import styles from './editing.module.css';

const head = ['材料', '如何取得', '代码', ''];

/** TL-5: everything a resident must bring, so that the first notice names it all. */
export function ChecklistEditor({ value, onChange, faults, labels }: EditorProps<BookContent['checklist']>) {
  const without = Object.keys(labels).find((code) => !value.some(({ category }) => category === code));
  return (
    <>
      {value.map((list, index) => {
        const set = (patch: Partial<Checklist>) => onChange(replaced(value, index, { ...list, ...patch }));
        const name = labels[list.category] ?? list.category;
        return (
          <section key={index} className={styles.card}>
            <header>
              <span style={{ width: 220, fontWeight: 600 }}><Pick label={`清单 ${index + 1} 的类别`} value={list.category} options={labels} onChange={(category) => category && set({ category })} /></span>
              <span className={styles.gap} />
              <RowTools what={`${name}的清单`} onRemove={() => onChange(removed(value, index))} />
            </header>
            <Faults faults={faults.filter(({ path }) => path === String(index) || path === `${index}.category`)} />
            <EditTable head={head}>
              {list.items.map((item, at) => {
                const own = faultsUnder(faults, `${index}.items.${at}`);
                const change = (patch: Partial<typeof item>) => set({ items: replaced(list.items, at, { ...item, ...patch }) });
                return [
                  <tr key={at}>
                    <td style={{ width: '34%' }}><Text wrap label={`${name}第 ${at + 1} 项材料`} value={item.name} onChange={(text) => change({ name: text })} /></td>
                    <td><Text wrap label={`${name}第 ${at + 1} 项如何取得`} value={item.howToGet} onChange={(howToGet) => change({ howToGet })} /></td>
                    <td style={{ width: 130 }}><Text label={`${name}第 ${at + 1} 项代码`} value={item.code} onChange={(code) => change({ code })} faulty={own.some(({ path }) => path.endsWith('.code'))} /></td>
                    <td style={{ width: 96 }}>
                      <RowTools
                        what={item.name} onUp={at > 0 ? () => set({ items: moved(list.items, at, -1) }) : undefined} onDown={at < list.items.length - 1 ? () => set({ items: moved(list.items, at, 1) }) : undefined}
                        onRemove={() => set({ items: removed(list.items, at) })}
                      />
                    </td>
                  </tr>,
                  <FaultRow key={`${at} faults`} faults={own} columns={head.length} />,
                ];
              })}
            </EditTable>
            <AddRow onAdd={() => set({ items: [...list.items, { code: `item-${list.items.length + 1}`, name: '', howToGet: '' }] })}>添加材料</AddRow>
          </section>
        );
      })}
      {without && <AddRow onAdd={() => onChange([...value, { category: without, items: [] }])}>添加一个类别的清单</AddRow>}
    </>
  );
}
