import { paramError } from './pay-error.js';

export type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

function containsNull(value: unknown): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.values(value as object).some(containsNull);
}

/** Characters of four bytes in UTF-8 (and halves of them), in any name or value. */
function containsLongCharacter(value: unknown): boolean {
  if (typeof value === 'string') return /[\u{10000}-\u{10ffff}\ud800-\udfff]/u.test(value);
  return typeof value === 'object' && value !== null && Object.entries(value).some((entry) => entry.some(containsLongCharacter));
}

/** Reads a request body as WeChat Pay does: valid UTF-8 and JSON, no null values, no characters of four bytes. */
export function readJsonBody(raw: Buffer): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    throw paramError('body', '不是合法的 UTF-8 JSON');
  }
  if (!isObject(body)) throw paramError('body', '必须是 JSON 对象');
  if (containsNull(body)) throw paramError('body', '不能包含 null');
  // Looked for after parsing, so that an emoji written as \ud83d\ude00 is found as well.
  if (containsLongCharacter(body)) throw paramError('body', '不能包含四字节 UTF-8 字符');
  return body;
}

export function textField(body: JsonObject, field: string, limits: { max: number; min?: number; pattern?: RegExp }): string {
  const value = optionalText(body, field, limits);
  if (value === undefined) throw paramError(field, '必填');
  return value;
}

/** Lengths are counted in characters. An empty text counts as missing. */
export function optionalText(body: JsonObject, field: string, limits: { max: number; min?: number; pattern?: RegExp }): string | undefined {
  const value = body[field.split('.').at(-1) ?? field];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw paramError(field, '必须是字符串');
  const length = [...value].length;
  if (length > limits.max) throw paramError(field, `长度超过 ${limits.max}`);
  if (length < (limits.min ?? 1)) throw paramError(field, `长度不足 ${limits.min}`);
  if (limits.pattern && !limits.pattern.test(value)) throw paramError(field, '格式不正确');
  return value;
}

export function objectField(body: JsonObject, field: string): JsonObject {
  const value = body[field];
  if (value === undefined) throw paramError(field, '必填');
  if (!isObject(value)) throw paramError(field, '必须是对象');
  return value;
}

/** Integer fen, at least 1. */
export function fenField(body: JsonObject, field: string): number {
  const value = body[field.split('.').at(-1) ?? field];
  if (value === undefined) throw paramError(field, '必填');
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) throw paramError(field, '必须是不小于 1 的整数（分）');
  return value;
}

export function currencyField(amount: JsonObject, required: boolean): void {
  if (amount['currency'] === undefined && !required) return;
  if (amount['currency'] !== 'CNY') throw paramError('amount.currency', '只支持 CNY');
}

export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);

/** https without a query; plain http only to this machine, which WeChat itself would refuse as well. */
export function checkNotifyUrl(value: string): string {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw paramError('notify_url', '不是合法的地址');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) throw paramError('notify_url', '必须是 https 地址');
  if (/[?#]/.test(value)) throw paramError('notify_url', '不能携带参数');
  return value;
}

/** RFC 3339 with an offset, as an instant. */
export function instantField(body: JsonObject, field: string): Date | undefined {
  const value = optionalText(body, field, { max: 64, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/ });
  if (value === undefined) return undefined;
  const instant = new Date(value);
  if (Number.isNaN(instant.getTime())) throw paramError(field, '不是合法的时间');
  return instant;
}
