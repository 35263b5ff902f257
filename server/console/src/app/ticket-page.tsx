import { investigationForms } from '../features/complaint/investigation-forms';
import { CoordinateForm } from '../features/coordination/coordinate-form';
import { DecideExtensionForm } from '../features/coordination/decide-extension-form';
import { TicketDesk } from '../features/ticket/ticket-desk';
import { ActionFormsContext, type ActionForms } from '../ticket-action/action-forms';

/** What leaders and investigators do on the ticket page, from their own features. */
const formsOfOthers: ActionForms = { coordinate: CoordinateForm, 'decide-extension': DecideExtensionForm, ...investigationForms };

export function TicketPage() {
  return <ActionFormsContext value={formsOfOthers}><TicketDesk /></ActionFormsContext>;
}
