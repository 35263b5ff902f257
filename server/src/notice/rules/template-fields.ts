import { fitField } from './fit-field.js';

/** What each kind of message says, in our words. */
export interface NoticeFields {
  /** `number` ticket number, `matter` its title, `state` up to 5 Han characters, `at` an instant in words (`2026-03-02 09:00`), `note` what comes next. */
  ticket: { number: string; matter: string; state: string; at: string; note: string };
  /** `service` what was booked, `at` day and time, `code` the check-in code. */
  appointment: { service: string; hall: string; at: string; code: string; note: string };
  /** `number` receipt number, `amount` in yuan (`12.34`), `at` when it was paid. */
  bill: { number: string; amount: string; at: string; note: string };
}
export type NoticePurpose = keyof NoticeFields;

/** The field of the WeChat template that carries each of them; its letters are the field's type. */
const templateFields: { [P in NoticePurpose]: Record<keyof NoticeFields[P], string> } = {
  ticket: { number: 'character_string1', matter: 'thing2', state: 'phrase3', at: 'time4', note: 'thing5' },
  appointment: { service: 'thing1', hall: 'thing2', at: 'time3', code: 'character_string4', note: 'thing5' },
  bill: { number: 'character_string1', amount: 'amount2', at: 'time3', note: 'thing4' },
};

/** `data` of a subscribe message; every value fits its field. Fields that are not part of the purpose's template are left out. */
export function templateData(purpose: NoticePurpose, fields: Readonly<Record<string, string>>): Record<string, { value: string }> {
  const names = templateFields[purpose] as Record<string, string>;
  return Object.fromEntries(Object.entries(names).map(([name, field]) => [field, { value: fitField(field.replace(/\d+$/, ''), fields[name] ?? '') }]));
}
