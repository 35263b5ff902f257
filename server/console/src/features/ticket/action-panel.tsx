import { ticketActionLabels } from '@shouwen/shared/vocabulary';
import type { StaffAction } from '../../ticket-action/action';
import type { ActionFormProps, ActionForms } from '../../ticket-action/action-forms';
import { AnswerForm } from './answer-form';
import { AcceptApplicationForm, FindFaultForm, ReassignForm, RecategoriseForm } from './correction-forms';
import { AnswerChaseForm, ArriveForm, FinishPartForm, RejectForm, RequestCoordinationForm, ReturnForm, StatePositionForm, TransferForm } from './department-forms';
import { EscalateForm, RequestExtensionForm } from './limit-forms';
import { AttachForm, DetachForm, MergeForm } from './link-forms';
import { MaterialsForm } from './materials-form';
import { CloseForm, ConfirmMaterialsForm, NoteForm, ReopenForm, RespondForm } from './resident-forms';

/** The forms of this page; the leaders' and the investigator's come from elsewhere. */
export const ownForms: ActionForms = {
  respond: RespondForm, answer: AnswerForm, close: CloseForm, reopen: ReopenForm, note: NoteForm,
  'request-materials': MaterialsForm, 'confirm-materials': ConfirmMaterialsForm,
  transfer: TransferForm, reject: RejectForm, 'request-coordination': RequestCoordinationForm, 'state-position': StatePositionForm, arrive: ArriveForm, return: ReturnForm,
  'finish-part': FinishPartForm, 'answer-chase': AnswerChaseForm, 'request-extension': RequestExtensionForm, escalate: EscalateForm,
  recategorise: RecategoriseForm, reassign: ReassignForm, 'find-fault': FindFaultForm, 'accept-application': AcceptApplicationForm,
  attach: AttachForm, merge: MergeForm, detach: DetachForm,
};

/** The form of an action, docked under the ticket so that what it is about stays in sight. */
export function ActionPanel({ action, forms, ...props }: ActionFormProps & { action: StaffAction; forms: ActionForms }) {
  const Form = forms[action];
  if (!Form) throw new Error(`${ticketActionLabels[action]} has no form`);
  return <Form {...props} />;
}
