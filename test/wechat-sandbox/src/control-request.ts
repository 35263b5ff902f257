import type { FastifyRequest } from 'fastify';
import { bodyOf } from './raw-request.js';

/** A mistake in a call to the sandbox's own control interface. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** JSON object sent to the control interface; empty when nothing was sent. */
export function controlBody(request: FastifyRequest): Record<string, unknown> {
  const text = bodyOf(request).toString('utf8');
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // answered below
  }
  throw new ControlError(400, 'BAD_JSON', 'the body must be a JSON object');
}

/** A form sent by one of the sandbox's pages. */
export function formBody(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(bodyOf(request).toString('utf8'));
}

export function textOf(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new ControlError(400, 'MISSING', `${name} is missing`);
  return value;
}

export function optionalTextOf(body: Record<string, unknown>, name: string): string | undefined {
  return body[name] === undefined ? undefined : textOf(body, name);
}
