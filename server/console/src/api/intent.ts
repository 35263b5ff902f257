import type { AnyEndpoint, BodyInput, ResponseOf } from '@shouwen/shared/contract';
import { useMutation, type UseMutateFunction, type UseMutationResult } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { ApiError } from './api-error';
import { call, newIdempotencyKey } from './call';

export interface IntentInput<E> {
  params?: Record<string, string | number>;
  body?: BodyInput<E>;
}

/**
 * A command as a person means it: pressing the button again after a lost answer sends the same key, so nothing happens twice. The key
 * changes when the content changes or the server has decided. What `mutate` is told to do afterwards is done also when its form has gone meanwhile,
 * as forms do on success: the lists behind it are asked again. A promise of `onSuccess` belongs to the command: it is pending until then.
 */
export function useIntent<E extends AnyEndpoint>(
  endpoint: E,
  onSuccess?: (answer: ResponseOf<E>, input: IntentInput<E>) => unknown,
): UseMutationResult<ResponseOf<E>, Error, IntentInput<E>> {
  const open = useRef<{ content: string; key: string } | null>(null);
  type Mutate = UseMutateFunction<ResponseOf<E>, Error, IntentInput<E>>;
  const afterwards = useRef<NonNullable<Parameters<Mutate>[1]>['onSettled']>(undefined);
  const mutation = useMutation<ResponseOf<E>, Error, IntentInput<E>>({
    mutationFn: async (input) => {
      const content = JSON.stringify(input);
      if (open.current?.content !== content) open.current = { content, key: newIdempotencyKey() };
      try {
        const answer = await call(endpoint, { ...input, idempotencyKey: endpoint.idempotent ? open.current.key : undefined });
        open.current = null;
        return answer;
      } catch (error) {
        if (error instanceof ApiError && error.definite) open.current = null;
        throw error;
      }
    },
    onSuccess,
    onSettled: (...outcome) => afterwards.current?.(...outcome),
  });
  const { mutate: begin } = mutation;
  const mutate = useCallback<Mutate>((input, { onSettled, ...options } = {}) => {
    afterwards.current = onSettled;
    begin(input, options);
  }, [begin]);
  return { ...mutation, mutate };
}
