import type { BookContent, CategoryEntry } from '@shouwen/shared/contract/rulebook';
import { ticketKindLabels } from '@shouwen/shared/vocabulary';
import { useState } from 'react';
import { AddRow, EditTable, FaultRow, faultsUnder, moved, Pick, removed, replaced, RowTools, Text, type EditorProps } from './editing';

const head = ['种类', '名称', '居民的说法（用顿号分开）', '投诉性质', '非供水', '在用', '代码', ''];
const widths = [88, 160, undefined, 92, 62, 50, 140, 96];
const families = { service: '服务投诉', business: '业务投诉' } as const;

/** Tickets bear a category's code: what is there can be renamed and retired, not removed. */
export function CategoryEditor({ value, onChange, faults }: EditorProps<BookContent['category']>) {
  // Those of the edition in force when the editor was opened.
  const [known] = useState(() => new Set(value.map(({ code }) => code)));
  return (
    <>
      <EditTable head={head} widths={widths}>
        {value.map((row, index) => {
          const set = (patch: Partial<CategoryEntry>) => onChange(replaced(value, index, { ...row, ...patch }));
          const own = faultsUnder(faults, String(index));
          const fresh = !known.has(row.code);
          const what = row.label || '新类别';
          return [
            <tr key={index}>
              <td>{fresh ? <Pick label="种类" value={row.kind} options={ticketKindLabels} onChange={(kind) => kind && set({ kind, family: kind === 'complaint' ? 'business' : null })} /> : ticketKindLabels[row.kind]}</td>
              <td><Text label={`${what}的名称`} value={row.label} onChange={(label) => set({ label })} faulty={own.some(({ path }) => path.endsWith('.label'))} /></td>
              <td><Words what={what} value={row.plainWords} onChange={(plainWords) => set({ plainWords })} /></td>
              <td>{row.kind !== 'complaint' ? '—' : fresh ? <Pick label="投诉性质" value={row.family} options={families} onChange={(family) => set({ family })} /> : row.family && families[row.family]}</td>
              <td><input type="checkbox" aria-label={`${what}是非供水业务`} disabled={row.kind !== 'consultation'} checked={row.outOfScope} onChange={(e) => set({ outOfScope: e.target.checked })} /></td>
              <td><input type="checkbox" aria-label={`${what}在用`} checked={row.active} onChange={(e) => set({ active: e.target.checked })} /></td>
              <td>{fresh ? <Text label="代码" value={row.code} onChange={(code) => set({ code })} faulty={own.some(({ path }) => path.endsWith('.code'))} /> : <small>{row.code}</small>}</td>
              <td>
                <RowTools
                  what={what} onUp={index > 0 ? () => onChange(moved(value, index, -1)) : undefined} onDown={index < value.length - 1 ? () => onChange(moved(value, index, 1)) : undefined}
                  onRemove={fresh ? () => onChange(removed(value, index)) : undefined}
                />
              </td>
            </tr>,
            <FaultRow key={`${index} faults`} faults={own} columns={head.length} />,
          ];
        })}
      </EditTable>
      <AddRow onAdd={() => onChange([...value, { code: `own-${value.length + 1}`, kind: 'consultation', family: null, label: '', plainWords: [], outOfScope: false, active: true }])}>添加类别</AddRow>
    </>
  );
}

/** Kept as typed while the person types; read when they leave. */
function Words({ what, value, onChange }: { what: string; value: readonly string[]; onChange: (value: string[]) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <span onBlur={() => { if (typed !== null) onChange(typed.split(/[、,，;；\s]+/).filter((word) => word !== '')); setTyped(null); }}>
      <Text wrap label={`${what}的居民说法`} value={typed ?? value.join('、')} onChange={setTyped} />
    </span>
  );
}
