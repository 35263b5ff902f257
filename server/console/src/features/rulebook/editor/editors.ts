import type { BookContent, BookKind } from '@shouwen/shared/contract/rulebook';
import type { ComponentType } from 'react';
import { CategoryEditor } from './category-editor';
import { ChecklistEditor } from './checklist-editor';
import { ConsequenceEditor } from './consequence-editor';
import type { EditorProps } from './editing';
import { LadderEditor } from './ladder-editor';
import { PhraseEditor } from './phrase-editor';
import { PolicyEditor } from './policy-editor';
import { ProcedureEditor } from './procedure-editor';
import { TemplateEditor } from './template-editor';
import { WorkingCalendarEditor } from './working-calendar-editor';

export const editors: { readonly [K in BookKind]: ComponentType<EditorProps<BookContent[K]>> } = {
  'service-policy': PolicyEditor, category: CategoryEditor, checklist: ChecklistEditor, 'dismissive-phrase': PhraseEditor, ladder: LadderEditor, 'reply-template': TemplateEditor,
  procedure: ProcedureEditor, consequence: ConsequenceEditor, 'working-calendar': WorkingCalendarEditor,
};
