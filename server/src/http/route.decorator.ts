import { applyDecorators, HttpCode, RequestMapping, RequestMethod, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiQuery } from '@nestjs/swagger';
import type { AnyEndpoint } from '@shouwen/shared/contract';
import * as z from 'zod';
import { IdempotencyInterceptor } from './idempotency.js';

const methods = { GET: RequestMethod.GET, POST: RequestMethod.POST, DELETE: RequestMethod.DELETE } as const;

/** Routes a handler by its contract and documents it (OpenAPI). All successes answer 200. */
export function Route(endpoint: AnyEndpoint): MethodDecorator {
  const documentation: MethodDecorator[] = [ApiOperation({ summary: endpoint.summary })];
  if (endpoint.body) documentation.push(ApiBody({ schema: jsonSchema(endpoint.body) }));
  if (endpoint.query) {
    const { properties = {}, required = [] } = jsonSchema(endpoint.query) as { properties?: Record<string, object>; required?: string[] };
    for (const [name, schema] of Object.entries(properties)) documentation.push(ApiQuery({ name, required: required.includes(name), schema }));
  }
  if (endpoint.idempotent)
    documentation.push(UseInterceptors(IdempotencyInterceptor), ApiHeader({ name: 'Idempotency-Key', required: true, description: '同一次提交的每次重试使用同一个值，16 至 64 位字母、数字或短横线' }));
  return applyDecorators(RequestMapping({ method: methods[endpoint.method], path: endpoint.path.replace(/^\//, '') }), HttpCode(200), ...documentation);
}

function jsonSchema(schema: z.core.$ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'openapi-3.0' });
  return rest;
}
