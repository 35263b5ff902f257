/** What is to be on paper, in plain words: A4 upright, from top to bottom. Lengths of text are free; pages break where they must. */
export interface PrintDocument {
  title: string;
  /** Below the title, e.g. the hall. */
  subtitle?: string;
  /** At the foot of every page, beside the page number, e.g. the ticket's number. */
  footer: string;
  /** When it is printed; stands at the foot. The same document at the same instant is the same to the byte. */
  at: Date;
  /** In the first page's corner. */
  qr?: { text: string; caption: string };
  /** Across each page, e.g. 作废. */
  stamp?: string;
  parts: readonly PrintPart[];
}

export type PrintPart =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string; strong?: boolean }
  | { kind: 'fields'; rows: readonly PrintField[] }
  /** `share`: of the page's width, in relation to the other columns. The head is repeated on each page. */
  | { kind: 'table'; columns: readonly { title: string; share: number }[]; rows: readonly (readonly string[])[]; /** Said in place of no rows. */ empty?: string }
  /** JPEG or PNG, several in a row. */
  | { kind: 'pictures'; pictures: readonly { data: Buffer; caption: string }[] }
  /** Lines to sign on, or what was signed. */
  | { kind: 'signatures'; lines: readonly { label: string; signed?: string }[] };

/** `half`: shares its line with the next half one. */
export interface PrintField {
  label: string;
  value: string;
  half?: boolean;
}
