/** A refusal of the Pay API: HTTP status and `{code,message,detail?}`. */
export class PayError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail?: Record<string, unknown>,
  ) {
    super(message);
  }
}

export const paramError = (field: string, issue: string): PayError =>
  new PayError(400, 'PARAM_ERROR', `参数错误：${field} ${issue}`, { location: 'body', field: `/${field.replaceAll('.', '/')}`, issue });

export const invalidRequest = (message: string): PayError => new PayError(400, 'INVALID_REQUEST', message);
