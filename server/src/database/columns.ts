import type { TableColumnOptions } from 'typeorm';

/** Column definitions for migrations, in the few shapes both engines store alike. */
type Extra = Partial<TableColumnOptions>;
export const idColumn = (): TableColumnOptions => ({
  name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment',
});
export const integer = (name: string, extra: Extra = {}): TableColumnOptions => ({ name, type: 'integer', ...extra });
/** Amounts that may pass 2^31 fen; in entities use `bigInteger` as transformer. */
export const bigint = (name: string, extra: Extra = {}): TableColumnOptions => ({ name, type: 'bigint', ...extra });
export const varchar = (name: string, length: number, extra: Extra = {}): TableColumnOptions => ({ name, type: 'varchar', length: String(length), ...extra });
export const longText = (name: string, extra: Extra = {}): TableColumnOptions => ({ name, type: 'text', ...extra });
export const flag = (name: string): TableColumnOptions => ({ name, type: 'boolean' });
/** UTC, to the millisecond. */
export const instant = (name: string, extra: Extra = {}): TableColumnOptions => ({ name, type: 'datetime', precision: 3, ...extra });
/** Asia/Shanghai date as `YYYY-MM-DD`. */
export const day = (name: string, extra: Extra = {}): TableColumnOptions => ({ name, type: 'varchar', length: '10', ...extra });
export const nullable: Extra = { isNullable: true };

/** bigint columns arrive as strings; amounts stay below 2^53. */
export const bigInteger = {
  to: (value: number | null | undefined) => value,
  from: (value: string | number | null) => (value === null || value === undefined ? value : Number(value)),
};
