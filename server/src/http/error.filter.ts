import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { ErrorBody } from '@shouwen/shared/contract';
import { errorCodes, type ErrorCode } from '@shouwen/shared/vocabulary';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { Refusal } from './refusal.js';

const codeOfStatus: Record<number, ErrorCode> = {
  400: 'INVALID_INPUT', 401: 'SIGN_IN_REQUIRED', 403: 'FORBIDDEN', 404: 'NOT_FOUND', 413: 'PAYLOAD_TOO_LARGE', 415: 'UNSUPPORTED_FILE', 429: 'TOO_MANY_ATTEMPTS',
};
/** Full queues, lost connections and exhausted pools pass: the client may try again (503). */
const busyCodes = new Set(['ER_CON_COUNT_ERROR', 'ECONNREFUSED', 'ECONNRESET', 'PROTOCOL_CONNECTION_LOST', 'ETIMEDOUT', 'POOL_ENQUEUELIMIT', 'ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT']);

/** Turns whatever was thrown into the one error shape. Details of a failure go to the log, never to the client. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status, body } = answerOf(error, String(request.id));
    // SQL parameters may hold personal data: log the statement only.
    if (status >= 500) this.logger.error({ requestId: body.requestId, code: body.code, reason: describe(error) });
    void reply.status(status).send(body);
  }
}

export function answerOf(error: unknown, requestId: string): { status: number; body: ErrorBody } {
  if (error instanceof Refusal) {
    const { rule, fields } = error.details;
    return { status: error.status, body: { code: error.code, message: error.message, requestId, ...(rule ? { rule } : {}), ...(fields ? { fields } : {}) } };
  }
  // Nest's and Fastify's own errors carry a status; their English text stays inside.
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  const driverCode = (error instanceof QueryFailedError ? (error.driverError as { code?: string }) : (error as { code?: string } | null))?.code;
  const code: ErrorCode =
    status !== undefined && codeOfStatus[status] !== undefined ? codeOfStatus[status]
    : (status !== undefined && status >= 400 && status < 500) || isBrokenUpload(error) ? 'INVALID_INPUT'
    : (driverCode !== undefined && busyCodes.has(driverCode)) || (error as Error | null)?.constructor?.name === 'SqliteWriteGateTimeout' || /queue limit/i.test((error as Error | null)?.message ?? '') ? 'BUSY'
    : 'INTERNAL';
  return { status: errorCodes[code][0], body: { code, message: errorCodes[code][1], requestId } };
}

/** A multipart body that ends too early or was never one; its parser throws plain errors. */
function isBrokenUpload(error: unknown): boolean {
  return error instanceof Error && /^(Multipart: Boundary not found|Unexpected end of multipart data|Part terminated early)/.test(error.message);
}

function describe(error: unknown): string {
  if (error instanceof QueryFailedError) return `${error.driverError?.code ?? ''} ${String(error.driverError?.message ?? '').slice(0, 300)} in ${error.query.slice(0, 300)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
