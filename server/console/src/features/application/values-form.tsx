import { applicationForms, checkedValues, type ApplicationField, type ApplicationValues } from '@shouwen/shared/contract/application-form';
import type { ApplicationCategory } from '@shouwen/shared/vocabulary';
import { Input, InputNumber } from 'antd';
import { useRef, useState, type RefObject } from 'react';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';

type Draft = Record<string, string | number | undefined>;

export interface ValuesDraft {
  values: Draft;
  faults: Record<string, string>;
  set(code: string, value: string | number | undefined): void;
  /** The values, or null with the first faulty field in focus. */
  check(): ApplicationValues | null;
  ref: RefObject<HTMLDivElement | null>;
}

/** What is asked in one kind of application, as somebody fills it in. */
export function useValues(category: ApplicationCategory, initial: ApplicationValues | null): ValuesDraft {
  const [state, setState] = useState<{ category: ApplicationCategory; values: Draft; faults: Record<string, string> }>({ category, values: initial ?? {}, faults: {} });
  const ref = useRef<HTMLDivElement>(null);
  // Another category asks other things.
  const now = state.category === category ? state : { category, values: {}, faults: {} };
  return {
    values: now.values, faults: now.faults, ref,
    set: (code, value) => setState({ category, values: { ...now.values, [code]: value }, faults: Object.fromEntries(Object.entries(now.faults).filter(([name]) => name !== code)) }),
    check: () => {
      const { values, faults } = checkedValues(category, now.values);
      if (faults.length === 0) return values;
      setState({ ...now, faults: Object.fromEntries(faults.map(({ code, message }) => [code, message])) });
      requestAnimationFrame(() => ref.current?.querySelector<HTMLElement>(`[data-field="${faults[0]!.code}"] :is(input, textarea)`)?.focus());
      return null;
    },
  };
}

export function ValuesForm({ category, draft }: { category: ApplicationCategory; draft: ValuesDraft }) {
  return (
    <div ref={draft.ref}>
      {applicationForms[category].fields.map((field) => (
        <Field key={field.code} name={field.code} label={field.label} required hint={field.hint} {...(draft.faults[field.code] ? { error: draft.faults[field.code]! } : {})}>
          <Control field={field} value={draft.values[field.code]} onChange={(value) => draft.set(field.code, value)} />
        </Field>
      ))}
    </div>
  );
}

function Control({ field, value, onChange }: { field: ApplicationField; value: string | number | undefined; onChange: (value: string | number | undefined) => void }) {
  switch (field.type) {
    case 'text':
      return <Input aria-label={field.label} maxLength={field.max} placeholder={field.placeholder} value={value ?? ''} onChange={(event) => onChange(event.target.value)} />;
    case 'whole':
      return <InputNumber<number> aria-label={field.label} min={field.least} max={field.most} precision={0} suffix={field.unit} value={typeof value === 'number' ? value : null} onChange={(next) => onChange(next ?? undefined)} />;
    case 'choice':
      return <Choice label={field.label} compact value={value === undefined ? null : String(value)} onChange={onChange} options={field.choices} />;
  }
}
