import { type QueryRunner, TableColumn, type TableColumnOptions } from 'typeorm';

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

/** Gives a column that holds data another length, or makes it nullable or not. `changeColumn` would drop it on MySQL and add it anew. */
export async function redefineColumn(q: QueryRunner, table: string, column: TableColumnOptions): Promise<void> {
  if (q.connection.options.type === 'better-sqlite3') return q.changeColumn(table, column.name, new TableColumn(column));
  const type = { integer: 'int', boolean: 'tinyint' }[column.type] ?? column.type;
  await q.query(`ALTER TABLE \`${table}\` MODIFY \`${column.name}\` ${type}${column.length ? `(${column.length})` : ''} ${column.isNullable ? 'NULL' : 'NOT NULL'}`);
}

/** A column that the rows there are get `value` (SQL) in, and new ones must bring. */
export async function addFilledColumn(q: QueryRunner, table: string, column: TableColumnOptions, value: string): Promise<void> {
  await q.addColumn(table, new TableColumn({ ...column, isNullable: true }));
  await q.query(`UPDATE ${table} SET ${column.name} = ${value}`);
  await redefineColumn(q, table, column);
}
