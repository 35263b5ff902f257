import type { StaffTicketDetail } from '@shouwen/shared/contract/ticket';
import { createContext, use, type ComponentType } from 'react';
import type { StaffAction } from './action';

export interface ActionFormProps {
  ticket: StaffTicketDetail;
  /** What was done, in words for the notice. */
  onDone: (text: string) => void;
  onClose: () => void;
}
export type ActionForms = Readonly<Partial<Record<StaffAction, ComponentType<ActionFormProps>>>>;

/** Forms that other features bring to the ticket page; they meet in `app/`. */
export const ActionFormsContext = createContext<ActionForms>({});
export const useActionForms = (): ActionForms => use(ActionFormsContext);
