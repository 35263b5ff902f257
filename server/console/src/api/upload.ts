import { pathOf, type AnyEndpoint, type ResponseOf } from '@shouwen/shared/contract';
import { ApiError } from './api-error';
import { readAnswer } from './call';

/** Sends a multipart form; `onProgress` gets 0 to 1. XMLHttpRequest, because fetch cannot tell how much has gone out. Throws ApiError. */
export function sendForm<E extends AnyEndpoint>(
  endpoint: E,
  form: FormData,
  { onProgress, signal }: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<ResponseOf<E>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(endpoint.method, pathOf(endpoint));
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onerror = () => reject(ApiError.offline());
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.onload = () => {
      try {
        resolve(readAnswer(request.status, request.responseText));
      } catch (error) {
        reject(error as Error);
      }
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
