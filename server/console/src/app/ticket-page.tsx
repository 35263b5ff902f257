import { TicketDesk } from '../features/ticket/ticket-desk';
import { ActionFormsContext, type ActionForms } from '../ticket-action/action-forms';

/** What leaders and investigators do on the ticket page, from their own features. */
const formsOfOthers: ActionForms = {};

export function TicketPage() {
  return <ActionFormsContext value={formsOfOthers}><TicketDesk /></ActionFormsContext>;
}
