import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { ticketActionLabels } from '@shouwen/shared/vocabulary';
import type { ComponentType } from 'react';
import type { StaffAction } from './action';
import { AnswerForm } from './answer-form';
import { ArriveForm, CloseForm, ConfirmMaterialsForm, NoteForm, RespondForm, ReturnForm, TransferForm } from './action-forms';
import { MaterialsForm } from './materials-form';

export interface ActionFormProps {
  ticket: StaffTicketDetail;
  /** What was done, in words for the notice. */
  onDone: (text: string) => void;
  onClose: () => void;
}

const forms: Record<Exclude<StaffAction, 'accept'>, ComponentType<ActionFormProps>> = {
  respond: RespondForm,
  transfer: TransferForm,
  arrive: ArriveForm,
  return: ReturnForm,
  answer: AnswerForm,
  close: CloseForm,
  note: NoteForm,
  'request-materials': MaterialsForm,
  'confirm-materials': ConfirmMaterialsForm,
};

/** The form of an action, docked under the ticket so that what it is about stays in sight. */
export function ActionPanel({ action, ...props }: ActionFormProps & { action: StaffAction }) {
  if (action === 'accept') throw new Error(`${ticketActionLabels.accept} has no form`);
  const Form = forms[action];
  return <Form {...props} />;
}
