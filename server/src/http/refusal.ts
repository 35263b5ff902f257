import { errorCodes, type ErrorCode } from '@shouwen/shared/vocabulary';

/** An expected "no": a code of the shared vocabulary, and the rule that was the reason. One filter answers it. */
export class Refusal extends Error {
  readonly status: number;
  constructor(
    readonly code: ErrorCode,
    readonly details: { rule?: string; message?: string; fields?: { path: string; message: string }[] } = {},
  ) {
    super(details.message ?? errorCodes[code][1]);
    this.status = errorCodes[code][0];
  }
}
