import type { AnyEndpoint, BodyInput } from '@shouwen/shared/contract';
import { useRef, useState, type RefObject } from 'react';
import { ApiError } from '../api/api-error';
import { draftOf, dropDraft, keepDraft } from './draft';

interface Fault {
  path: string;
  message: string;
}
export interface ContractForm<E extends AnyEndpoint, V extends object> {
  values: V;
  errors: Record<string, string | undefined>;
  ref: RefObject<HTMLFormElement | null>;
  set: <K extends keyof V>(name: K, value: V[K]) => void;
  patch: (values: Partial<V>) => void;
  /** The body to send, or null when the contract would refuse it or there are `further` faults; then the first faulty field has the focus. */
  check: (further?: readonly Fault[]) => BodyInput<E> | null;
  /** Puts the server's complaints beside their fields. */
  refuse: (error: unknown) => void;
  reset: () => void;
}

/** A form held to the same schema as the server's door, with the same Chinese complaints. `draftKey` keeps what was typed. */
export function useContractForm<E extends AnyEndpoint, V extends object>(
  endpoint: E,
  initial: V,
  toBody: (values: V) => unknown,
  draftKey?: string,
): ContractForm<E, V> {
  const [values, setValues] = useState<V>(() => ({ ...initial, ...draftOf<Partial<V>>(draftKey) }));
  const [errors, setErrors] = useState<Record<string, string | undefined>>({});
  const ref = useRef<HTMLFormElement>(null);

  const patch = (change: Partial<V>) => {
    setValues((before) => {
      const next = { ...before, ...change };
      keepDraft(draftKey, next);
      return next;
    });
    setErrors((before) => ({ ...before, ...Object.fromEntries(Object.keys(change).map((name) => [name, undefined])) }));
  };
  const complain = (faults: readonly Fault[]) => {
    const next: Record<string, string> = {};
    for (const fault of faults) next[fault.path.split('.')[0] ?? ''] ??= fault.message;
    setErrors(next);
    const name = Object.keys(next)[0];
    // After React has drawn the complaint.
    requestAnimationFrame(() => ref.current?.querySelector<HTMLElement>(`[data-field="${name}"] :is(input, textarea, button)`)?.focus());
  };
  return {
    values, errors, ref, patch,
    set: (name, value) => patch({ [name]: value } as unknown as Partial<V>),
    check: (further = []) => {
      const body = toBody(values);
      const outcome = endpoint.body?.safeParse(body);
      // The form's own complaint about a field says more than the schema's.
      const faults = [...further, ...(outcome?.error?.issues ?? []).map((issue) => ({ path: issue.path.join('.'), message: issue.message }))];
      if (faults.length > 0) {
        complain(faults);
        return null;
      }
      setErrors({});
      return body as BodyInput<E>;
    },
    refuse: (error) => {
      if (error instanceof ApiError && error.fields.length > 0) complain(error.fields);
    },
    reset: () => {
      dropDraft(draftKey);
      setValues(initial);
      setErrors({});
    },
  };
}
