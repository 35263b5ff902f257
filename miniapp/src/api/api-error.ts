import type { ErrorBody } from '@shouwen/shared/contract';
import { errorCodes, type ErrorCode } from '@shouwen/shared/vocabulary';

/** A refusal of the server, or `NO_NETWORK` when no answer came at all. `message` is a Chinese sentence for the resident. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | 'NO_NETWORK',
    message: string,
    readonly fields: { path: string; message: string }[] = [],
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
  get offline(): boolean {
    return this.code === 'NO_NETWORK';
  }
}

export const noNetwork = (): ApiError => new ApiError('NO_NETWORK', '网络不通，请检查手机网络后再试');

/** The server's answer → the error it stands for. Something between us and the server may answer in its own way. */
export function errorFrom(status: number, data: unknown): ApiError {
  const body = data as Partial<ErrorBody> | null;
  if (body && typeof body === 'object' && typeof body.code === 'string' && typeof body.message === 'string')
    return new ApiError(body.code as ErrorCode, body.message, body.fields, body.requestId);
  const code: ErrorCode = status === 401 ? 'SIGN_IN_REQUIRED' : status === 413 ? 'PAYLOAD_TOO_LARGE' : status >= 500 ? 'BUSY' : 'INTERNAL';
  return new ApiError(code, errorCodes[code][1]);
}

export function asApiError(reason: unknown): ApiError {
  return reason instanceof ApiError ? reason : new ApiError('INTERNAL', errorCodes.INTERNAL[1]);
}
