import type { ErrorBody } from '@shouwen/shared/contract';
import type { ErrorCode } from '@shouwen/shared/vocabulary';

export interface FieldFault {
  path: string;
  message: string;
}

/** A refusal of the server, or `OFFLINE` when no answer came. `message` is Chinese and says what to do next. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly code: ErrorCode | 'OFFLINE',
    message: string,
    readonly requestId: string | null = null,
    readonly rule: string | null = null,
    readonly fields: readonly FieldFault[] = [],
  ) {
    super(message);
  }

  static of(status: number, body: ErrorBody): ApiError {
    return new ApiError(status, body.code as ErrorCode, body.message, body.requestId, body.rule ?? null, body.fields ?? []);
  }

  static offline(): ApiError {
    return new ApiError(0, 'OFFLINE', '暂时连不上服务器。内容还在，请稍候再提交；重复提交不会办两次');
  }

  /** The session ended, as opposed to a wrong password. */
  get signedOut(): boolean {
    return this.status === 401 && this.code === 'SIGN_IN_REQUIRED';
  }

  /** Whether the server has decided; otherwise the same intent may be sent again under the same key. */
  get definite(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 401 && this.status !== 429 && this.code !== 'REQUEST_IN_FLIGHT';
  }
}

export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : '页面出了点问题，请刷新后再试';
}
