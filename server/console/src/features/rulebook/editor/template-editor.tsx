import { replyFields, type BookContent, type ReplyTemplate } from '@shouwen/shared/contract/rulebook';
import { ticketKindLabels } from '@shouwen/shared/vocabulary';
import { AddRow, Faults, faultsUnder, moved, Picks, removed, replaced, RowTools, Text, type EditorProps } from './editing';
import styles from './editing.module.css';

export function TemplateEditor({ value, onChange, faults }: EditorProps<BookContent['reply-template']>) {
  return (
    <>
      <p className={styles.hint}>可用的填空：{replyFields.map((field) => `{${field}}`).join(' ')}。不选事项种类的模板对全部事项显示。</p>
      {value.map((template, index) => {
        const set = (patch: Partial<ReplyTemplate>) => onChange(replaced(value, index, { ...template, ...patch }));
        const own = faultsUnder(faults, String(index));
        return (
          <section key={index} className={styles.card}>
            <header>
              <span style={{ flex: 1 }}><Text label={`模板 ${index + 1} 标题`} value={template.title} onChange={(title) => set({ title })} faulty={own.some(({ path }) => path.endsWith('.title'))} /></span>
              <span style={{ width: 170 }}><Text label={`模板 ${index + 1} 代码`} value={template.code} onChange={(code) => set({ code })} faulty={own.some(({ path }) => path.endsWith('.code'))} /></span>
              <RowTools
                what={template.title} onUp={index > 0 ? () => onChange(moved(value, index, -1)) : undefined} onDown={index < value.length - 1 ? () => onChange(moved(value, index, 1)) : undefined}
                onRemove={() => onChange(removed(value, index))}
              />
            </header>
            <Text long label={`模板 ${index + 1} 内容`} value={template.text} onChange={(text) => set({ text })} faulty={own.some(({ path }) => path.endsWith('.text'))} />
            <Faults faults={own} />
            <div style={{ marginTop: 8 }}><Picks label={`模板 ${index + 1} 适用事项`} value={template.kinds} options={ticketKindLabels} onChange={(kinds) => set({ kinds })} /></div>
          </section>
        );
      })}
      <AddRow onAdd={() => onChange([...value, { code: `reply-${value.length + 1}`, kinds: [], title: '', text: '{称呼}您好：' }])}>添加模板</AddRow>
    </>
  );
}
