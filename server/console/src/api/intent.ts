import type { AnyEndpoint, BodyInput, ResponseOf } from '@shouwen/shared/contract';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError } from './api-error';
import { call, newIdempotencyKey } from './call';

export interface IntentInput<E> {
  params?: Record<string, string | number>;
  body?: BodyInput<E>;
}

/**
 * A command as a person means it: pressing the button again after a lost answer sends the same key, so nothing happens twice. The key
 * changes when the content changes or the server has decided.
 */
export function useIntent<E extends AnyEndpoint>(
  endpoint: E,
  onSuccess?: (answer: ResponseOf<E>, input: IntentInput<E>) => void,
): UseMutationResult<ResponseOf<E>, Error, IntentInput<E>> {
  const open = useRef<{ content: string; key: string } | null>(null);
  return useMutation<ResponseOf<E>, Error, IntentInput<E>>({
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
  });
}
