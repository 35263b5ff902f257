/** What a template's fields stand for, where it is known. */
export type ReplyValues = Readonly<Partial<Record<string, string | null>>>;

const FIELD = /\{([^{}]{1,12})\}/g;

/** Puts the values in; a field without one stays as it is, for the writer to see. */
export function fillReplyTemplate(text: string, values: ReplyValues): string {
  return text.replace(FIELD, (field, name: string) => values[name]?.trim() || field);
}

/** The fields that still stand in a text, each once. */
export function unfilledFields(text: string): string[] {
  return [...new Set([...text.matchAll(FIELD)].map((match) => match[1] as string))];
}

/** How a resident is spoken to by what may be known of the name: its surname only (PR-1). */
export function salutation(maskedName: string): string | null {
  const surname = maskedName.replace(/\*+$/, '');
  return surname === '' || surname === maskedName ? null : `${surname}先生/女士`;
}
