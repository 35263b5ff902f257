import type { LoggerService } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/** Nest's own messages and our `Logger` calls go to the same structured log as requests. */
export class NestLog implements LoggerService {
  constructor(private readonly adapter: FastifyAdapter) {}

  private write(level: 'info' | 'error' | 'warn' | 'debug', message: unknown, rest: unknown[]): void {
    const context = rest.length > 0 && typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    const log = this.adapter.getInstance().log;
    if (typeof message === 'object' && message !== null) log[level]({ context, ...message });
    else log[level]({ context }, String(message));
  }
  /** Nest tells every route it maps: of interest only when debugging. */
  log(message: unknown, ...rest: unknown[]): void {
    this.write(rest.at(-1) === 'RouterExplorer' || rest.at(-1) === 'RoutesResolver' || rest.at(-1) === 'InstanceLoader' ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
}
