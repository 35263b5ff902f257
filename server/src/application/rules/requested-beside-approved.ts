import type { ComparedRow } from '@shouwen/shared/contract/application';
import { applicationForms, valueInWords, type ApplicationValues } from '@shouwen/shared/contract/application-form';
import type { ApplicationCategory } from '@shouwen/shared/vocabulary';

/** AP-4: what was asked for beside what was approved, a line for each field. */
export function requestedBesideApproved(category: ApplicationCategory, requested: ApplicationValues | null, approved: ApplicationValues | null): ComparedRow[] {
  if (requested === null && approved === null) return [];
  return applicationForms[category].fields.map((field) => {
    const asked = requested?.[field.code];
    const given = approved?.[field.code];
    return {
      code: field.code, label: field.label,
      requested: valueInWords(field, asked),
      approved: approved === null ? null : valueInWords(field, given),
      differs: approved !== null && given !== asked,
    };
  });
}
