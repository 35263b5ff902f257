import type { EntityManager, EntityMetadata, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

/**
 * Rows of entities by SQL written by hand, for the few paths that every request takes: there the query builder and its hydration cost several
 * times what the database does. Values pass the same conversions as everywhere (instants, flags, JSON, encryption).
 */
type Row = Record<string, unknown>;
type Entity<T> = new () => T;

const metadataOf = <T>(manager: EntityManager, entity: Entity<T>): EntityMetadata => manager.connection.getMetadata(entity);
const quoted = (manager: EntityManager, name: string) => manager.connection.driver.escape(name);

function columnsOf<T>(manager: EntityManager, entity: Entity<T>, properties?: readonly (keyof T & string)[]): ColumnMetadata[] {
  const { columns } = metadataOf(manager, entity);
  return properties ? properties.map((property) => columns.find((column) => column.propertyName === property) as ColumnMetadata) : columns;
}

/** `t.id, t.title …` for a SELECT that `readRow` reads; `alias` is the table's there. */
export function selectList<T>(manager: EntityManager, entity: Entity<T>, alias: string, properties?: readonly (keyof T & string)[]): string {
  return columnsOf(manager, entity, properties).map((column) => `${alias}.${quoted(manager, column.databaseName)}`).join(', ');
}

/** A row as the database gave it, as the entity has it. */
export function readRow<T extends object, P extends keyof T & string = keyof T & string>(manager: EntityManager, entity: Entity<T>, raw: Row, properties?: readonly P[]): Pick<T, P> {
  const { driver } = manager.connection;
  const row = {} as Row;
  for (const column of columnsOf(manager, entity, properties)) row[column.propertyName] = driver.prepareHydratedValue(raw[column.databaseName], column);
  return row as Pick<T, P>;
}

/** Inserts all rows by one statement; rows have the same properties. Returns the id of the first where the database counts it. */
export async function insertAll<T extends ObjectLiteral>(tx: EntityManager, entity: Entity<T>, rows: readonly Partial<T>[]): Promise<number> {
  const [first] = rows;
  if (!first) return 0;
  const { driver } = tx.connection;
  const { tableName, generatedColumns } = metadataOf(tx, entity);
  const columns = columnsOf(tx, entity).filter((column) => column.propertyName in first);
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const values = rows.flatMap((row) => columns.map((column) => driver.preparePersistentValue(row[column.propertyName], column) ?? null));
  const counted = generatedColumns.length > 0;
  // MySQL knows no RETURNING; there the answer to the statement tells the first id.
  const returning = counted && tx.connection.options.type === 'better-sqlite3' ? ' RETURNING id' : '';
  const result: { id: number }[] | { insertId: number } = await tx.query(`INSERT INTO ${quoted(tx, tableName)} (${columns.map((column) => quoted(tx, column.databaseName)).join(', ')}) VALUES ${rows.map(() => tuple).join(', ')}${returning}`, values);
  if (!counted) return 0;
  return Number(Array.isArray(result) ? result[0]?.id : result.insertId);
}

/** A guarded statement by hand: how many rows it changed. */
export async function affectedBy(tx: EntityManager, sql: string, values: readonly unknown[]): Promise<number> {
  const runner = tx.queryRunner;
  if (!runner) throw new Error('affectedBy is for transactions');
  const { affected } = await runner.query(sql, [...values], true);
  return affected ?? 0;
}

/** A guarded update: sets `values` where every column of `where` equals. Returns how many rows were changed. */
export async function updateWhere<T extends ObjectLiteral>(tx: EntityManager, entity: Entity<T>, where: Partial<T>, values: Partial<T>): Promise<number> {
  const { driver } = tx.connection;
  const pairs = (part: Partial<T>) => columnsOf(tx, entity).filter((column) => column.propertyName in part).map((column) => ({ name: quoted(tx, column.databaseName), value: driver.preparePersistentValue(part[column.propertyName], column) ?? null }));
  const [set, keys] = [pairs(values), pairs(where)];
  const sql = `UPDATE ${quoted(tx, metadataOf(tx, entity).tableName)} SET ${set.map(({ name }) => `${name} = ?`).join(', ')} WHERE ${keys.map(({ name }) => `${name} = ?`).join(' AND ')}`;
  const runner = tx.queryRunner;
  if (!runner) throw new Error('updateWhere is for transactions');
  const { affected } = await runner.query(sql, [...set, ...keys].map(({ value }) => value), true);
  return affected ?? 0;
}
