import type { AnyEndpoint } from '@shouwen/shared/contract';
import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { ticketActionLabels } from '@shouwen/shared/vocabulary';
import { Input } from 'antd';
import type { ComponentType, ReactNode } from 'react';
import { AttachmentField } from '../field/attachment-field';
import { useContractForm } from '../field/contract-form';
import { Field } from '../ui/field';
import type { StaffAction } from './action';
import { ActionFrame } from './action-frame';
import type { ActionFormProps } from './action-forms';
import { useTicketCommand } from './ticket-command';

interface TextForm {
  action: StaffAction;
  endpoint: AnyEndpoint & { readonly response?: StaffTicketDetail };
  /** The one field of the command. */
  name: string;
  label: string;
  required?: boolean;
  hint?: string;
  placeholder?: string;
  max: number;
  photos?: boolean;
  explain: ReactNode | ((ticket: StaffTicketDetail) => ReactNode);
  /** What the button says; otherwise the action's label. */
  submitLabel?: string;
  done: string;
}

/** The form of a command that asks for a few words, and perhaps photos. */
export function textForm({ action, endpoint, name, label, required = true, hint, placeholder, max, photos = false, explain, submitLabel = ticketActionLabels[action], done }: TextForm): ComponentType<ActionFormProps> {
  return function Form({ ticket, onDone, onClose }: ActionFormProps) {
    const form = useContractForm(
      endpoint, { [name]: '', files: [] } as Record<string, string | AttachmentView[]>,
      (v) => ({ version: ticket.version, [name]: v[name], ...(photos && { attachmentIds: (v.files as AttachmentView[]).map((file) => file.id) }) }), `${ticket.number}/${action}`,
    );
    const command = useTicketCommand(endpoint, ticket.number, () => { form.reset(); onDone(done); });
    const submit = () => { const body = form.check(); if (body) command.send(body); };
    return (
      <ActionFrame action={action} ticket={ticket} formRef={form.ref} explain={typeof explain === 'function' ? explain(ticket) : explain} submitLabel={submitLabel} pending={command.isPending} error={command.error} onSubmit={submit} onClose={onClose}>
        <Field name={name} label={label} required={required} hint={hint} error={form.errors[name]}>
          <Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 8 }} maxLength={max} aria-label={label} placeholder={placeholder} value={form.values[name] as string} onChange={(e) => form.set(name, e.target.value)} />
        </Field>
        {photos && <Field><AttachmentField value={form.values.files as AttachmentView[]} onChange={(files) => form.set('files', files)} /></Field>}
      </ActionFrame>
    );
  };
}
