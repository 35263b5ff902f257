import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { requestMaterials } from '@shouwen/shared/contract/ticket';
import { Button, Input } from 'antd';
import { useRef } from 'react';
import { useContractForm } from '../../field/contract-form';
import { Field } from '../../ui/field';
import { ActionFrame } from './action-frame';
import type { ActionFormProps } from './action-panel';
import styles from './materials-form.module.css';
import { useTicketCommand } from './ticket.calls';

/** Everything that is missing, at once and in writing (TL-5); the clock waits for it (TL-2). */
export function MaterialsForm({ ticket, onDone, onClose }: ActionFormProps) {
  const list = useRef<HTMLOListElement>(null);
  const form = useContractForm(
    requestMaterials, { items: [''], note: '' },
    (v) => ({ version: ticket.version, items: v.items.map((i) => i.trim()).filter(Boolean), note: v.note }), `${ticket.number}/request-materials`,
  );
  const command = useTicketCommand(requestMaterials, ticket.number, () => { form.reset(); onDone('已一次性告知居民，时限暂停'); });
  const submit = () => { const body = form.check(); if (body) command.send(body); };
  const { items, note } = form.values;
  const put = (index: number, value: string) => form.set('items', items.map((item, at) => (at === index ? value : item)));
  const focus = (index: number) => requestAnimationFrame(() => list.current?.querySelectorAll('input')[index]?.focus());
  const add = (after: number) => {
    form.set('items', [...items.slice(0, after + 1), '', ...items.slice(after + 1)]);
    focus(after + 1);
  };
  const remove = (index: number) => {
    form.set('items', items.length === 1 ? [''] : items.filter((_, at) => at !== index));
    focus(Math.max(0, index - 1));
  };
  return (
    <ActionFrame action="request-materials" ticket={ticket} formRef={form.ref} explain="只告知一次：请列出全部所缺材料和怎样补；补齐前不计时（TL-5、TL-2）" submitLabel="发送一次性告知" pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
      <Field name="items" error={form.errors.items}>
        <ol ref={list} className={styles.items}>
          {items.map((item, index) => (
            <li key={index}>
              <span>{index + 1}</span>
              <Input
                autoFocus={index === 0} maxLength={100} aria-label={`材料 ${index + 1}`} placeholder="材料名称，怎样补" value={item} onChange={(e) => put(index, e.target.value)}
                onKeyDown={(e) => {
                  if (e.key === 'Enter' && !e.ctrlKey && !e.nativeEvent.isComposing) { e.preventDefault(); if (item.trim() && items.length < 20) add(index); }
                  if (e.key === 'Backspace' && item === '' && items.length > 1) { e.preventDefault(); remove(index); }
                }}
              />
              <Button type="text" icon={<DeleteOutlined />} aria-label={`删去材料 ${index + 1}`} tabIndex={-1} onClick={() => remove(index)} />
            </li>
          ))}
        </ol>
        <Button type="dashed" size="small" icon={<PlusOutlined />} disabled={items.length >= 20} onClick={() => add(items.length - 1)} className={styles.add}>再加一项（Enter）</Button>
      </Field>
      <Field name="note" label="说明" error={form.errors.note}>
        <Input maxLength={500} value={note} onChange={(e) => form.set('note', e.target.value)} placeholder="送到哪里、可否手机上传" />
      </Field>
    </ActionFrame>
  );
}
