import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { requestMaterials } from '@shouwen/shared/contract/ticket';
import { Button, Checkbox, Input } from 'antd';
import { useRef } from 'react';
import { ApiError } from '../../api/api-error';
import { useContractForm } from '../../field/contract-form';
import { ActionFrame } from '../../ticket-action/action-frame';
import type { ActionFormProps } from '../../ticket-action/action-forms';
import { useTicketCommand } from '../../ticket-action/ticket-command';
import { Field } from '../../ui/field';
import styles from './materials-form.module.css';

const blank = { name: '', howToGet: '' };

/** Everything that is missing, at once and in writing, with how to meet it (TL-5); the clock waits for it (TL-2). */
export function MaterialsForm({ ticket, onDone, onClose }: ActionFormProps) {
  const { checklist, notices } = ticket.materials;
  const list = useRef<HTMLOListElement>(null);
  const form = useContractForm(
    requestMaterials, { codes: [] as string[], items: checklist.length === 0 ? [blank] : [], note: '', reason: '' },
    (v) => ({
      version: ticket.version, note: v.note, reason: v.reason,
      items: [
        ...checklist.filter(({ code }) => v.codes.includes(code)).map(({ code, name, howToGet }) => ({ code, name, howToGet })),
        ...v.items.filter(({ name }) => name.trim() !== '').map((item) => ({ code: null, ...item })),
      ],
    }), `${ticket.number}/request-materials`,
  );
  const command = useTicketCommand(requestMaterials, ticket.number, () => { form.reset(); onDone('已一次性告知居民，时限暂停'); });
  const { codes, items, note, reason } = form.values;
  // What the first notice could have named needs a reason, and is recorded.
  const late = notices > 0 && (items.some(({ name }) => name.trim() !== '') || checklist.some(({ code, named }) => codes.includes(code) && !named));
  const asked = command.error instanceof ApiError && command.error.code === 'SECOND_NOTICE_NEEDS_REASON';
  const submit = () => {
    const body = form.check((late || asked) && reason.trim() === '' ? [{ path: 'reason', message: '请写明第一次告知时为什么没有列出' }] : []);
    if (body) command.send(body);
  };
  const put = (index: number, value: Partial<typeof blank>) => form.set('items', items.map((item, at) => (at === index ? { ...item, ...value } : item)));
  const focus = (index: number) => requestAnimationFrame(() => list.current?.querySelectorAll<HTMLInputElement>('[data-name] input, input[data-name]')[index]?.focus());
  const add = (after: number) => {
    form.set('items', [...items.slice(0, after + 1), blank, ...items.slice(after + 1)]);
    focus(after + 1);
  };
  const remove = (index: number) => {
    form.set('items', items.filter((_, at) => at !== index));
    focus(Math.max(0, index - 1));
  };
  return (
    <ActionFrame
      action="request-materials" ticket={ticket} formRef={form.ref} submitLabel={notices > 0 ? `发送第 ${notices + 1} 次告知` : '发送一次性告知'} pending={command.isPending} error={asked ? null : command.error} onSubmit={submit} onClose={onClose}
      explain={notices > 0 ? `已告知过 ${notices} 次。新增的材料须写明原因，并会记录在案（TL-5）` : '只告知一次：勾选全部所缺材料；补齐前不计时，补齐后重新计算（TL-5、TL-2）'}
    >
      {checklist.length > 0 && (
        <Field label="缺哪些" hint="空格键勾选">
          <div className={styles.checklist}>
            {checklist.map(({ code, name, howToGet, named }, index) => (
              <Checkbox key={code} autoFocus={index === 0} checked={codes.includes(code)} onChange={(e) => form.set('codes', e.target.checked ? [...codes, code] : codes.filter((other) => other !== code))}>
                <b>{name}</b> <small>{howToGet}</small>{named && <em>已告知过</em>}
              </Checkbox>
            ))}
          </div>
        </Field>
      )}
      <Field name="items" label={checklist.length > 0 ? '清单以外的' : '缺哪些'} error={form.errors.items}>
        <ol ref={list} className={styles.items}>
          {items.map((item, index) => (
            <li key={index}>
              <span>{index + 1}</span>
              <Input
                data-name autoFocus={index === 0 && checklist.length === 0} maxLength={100} aria-label={`材料 ${index + 1}`} placeholder="材料名称" value={item.name} onChange={(e) => put(index, { name: e.target.value })}
                onKeyDown={(e) => {
                  if (e.key === 'Enter' && !e.ctrlKey && !e.nativeEvent.isComposing) { e.preventDefault(); if (item.name.trim() && items.length < 20) add(index); }
                  if (e.key === 'Backspace' && item.name === '' && item.howToGet === '') { e.preventDefault(); remove(index); }
                }}
              />
              <Input maxLength={200} aria-label={`如何办到 ${index + 1}`} placeholder="怎样办到：去哪里开、带什么" value={item.howToGet} onChange={(e) => put(index, { howToGet: e.target.value })} />
              <Button type="text" icon={<DeleteOutlined />} aria-label={`删去材料 ${index + 1}`} tabIndex={-1} onClick={() => remove(index)} />
            </li>
          ))}
        </ol>
        <Button type="dashed" size="small" icon={<PlusOutlined />} disabled={items.length >= 20} onClick={() => add(items.length - 1)} className={styles.add}>再加一项</Button>
      </Field>
      <div className={styles.words}>
        <Field name="note" label="说明" hint="居民会看到" error={form.errors.note}>
          <Input maxLength={500} value={note} onChange={(e) => form.set('note', e.target.value)} placeholder="送到哪里、可否手机上传" />
        </Field>
        {(late || asked || reason !== '') && (
          <Field name="reason" label="再次告知的原因" required hint="会记录在案" error={form.errors.reason}>
            <Input maxLength={300} aria-label="再次告知的原因" value={reason} onChange={(e) => form.set('reason', e.target.value)} placeholder="第一次告知时为什么没有列出" />
          </Field>
        )}
      </div>
    </ActionFrame>
  );
}
