import type { DataSource, EntityManager, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

/**
 * Rows of entities by SQL written by hand, for the few paths that every request takes: there the query builder and its hydration cost several
 * times what the database does. Values pass the same conversions as everywhere (instants, flags, JSON, encryption).
 */
type Row = Record<string, unknown>;
type Entity<T> = new () => T;
interface Column {
  property: string;
  name: string;
  quoted: string;
  /** Kept as it is: neither converted nor encrypted. */
  isPlain: boolean;
  metadata: ColumnMetadata;
}
/** Some columns of an entity in the order asked for, with the texts made of them so far. */
interface Shape {
  table: string;
  columns: readonly Column[];
  isCounted: boolean;
  texts: Map<string, string>;
}

const quoted = (manager: EntityManager, name: string) => manager.connection.driver.escape(name);
/** By the list of properties, which callers hold as a constant, or by the entity for all of them. */
const shapes = new WeakMap<DataSource, WeakMap<object, Shape>>();

function shapeOf<T>(manager: EntityManager, entity: Entity<T>, properties?: readonly string[]): Shape {
  let known = shapes.get(manager.connection);
  if (!known) shapes.set(manager.connection, (known = new WeakMap()));
  let shape = known.get(properties ?? entity);
  if (!shape) {
    const { columns, tableName, generatedColumns } = manager.connection.getMetadata(entity);
    const wanted = properties ? properties.map((property) => columns.find((column) => column.propertyName === property) as ColumnMetadata) : columns;
    shape = { table: quoted(manager, tableName), columns: wanted.map((column) => columnOf(manager, column)), isCounted: generatedColumns.length > 0, texts: new Map() };
    known.set(properties ?? entity, shape);
  }
  return shape;
}

const columnOf = (manager: EntityManager, metadata: ColumnMetadata): Column => ({
  property: metadata.propertyName, name: metadata.databaseName, quoted: quoted(manager, metadata.databaseName), isPlain: metadata.transformer === undefined && ['integer', 'varchar', 'text'].includes(metadata.type as string), metadata,
});

function textOf(shape: Shape, name: string, make: () => string): string {
  let text = shape.texts.get(name);
  if (text === undefined) shape.texts.set(name, (text = make()));
  return text;
}

const stored = (manager: EntityManager, { isPlain, metadata }: Column, value: unknown): unknown => (isPlain ? value : manager.connection.driver.preparePersistentValue(value, metadata)) ?? null;

/** `t.id, t.title …` for a SELECT that `readRow` reads; `alias` is the table's there. `properties`: a constant. */
export function selectList<T>(manager: EntityManager, entity: Entity<T>, alias: string, properties?: readonly (keyof T & string)[]): string {
  const shape = shapeOf(manager, entity, properties);
  return textOf(shape, alias, () => shape.columns.map((column) => `${alias}.${column.quoted}`).join(', '));
}

/** A row as the database gave it, as the entity has it. */
export function readRow<T extends object, P extends keyof T & string = keyof T & string>(manager: EntityManager, entity: Entity<T>, raw: Row, properties?: readonly P[]): Pick<T, P> {
  const { driver } = manager.connection;
  const row = {} as Row;
  for (const { property, name, isPlain, metadata } of shapeOf(manager, entity, properties).columns) row[property] = isPlain ? raw[name] : driver.prepareHydratedValue(raw[name], metadata);
  return row as Pick<T, P>;
}

/** Rows of one entity, which is `t` in `where` (all that follows the WHERE). For the few paths that every request takes. */
export async function rowsWhere<T extends object, P extends keyof T & string = keyof T & string>(manager: EntityManager, entity: Entity<T>, where: string, values: readonly unknown[], properties?: readonly P[]): Promise<Pick<T, P>[]> {
  const rows: Row[] = await manager.query(`SELECT ${selectList(manager, entity, 't', properties)} FROM ${shapeOf(manager, entity, properties).table} t WHERE ${where}`, [...values]);
  return rows.map((row) => readRow(manager, entity, row, properties));
}

/** `?, ?` for a list of values in an IN. */
export const placesOf = (values: readonly unknown[]) => values.map(() => '?').join(', ');

/** Inserts all rows by one statement; rows have the same properties. Returns the id of the first where the database counts it. */
export async function insertAll<T extends ObjectLiteral>(tx: EntityManager, entity: Entity<T>, rows: readonly Partial<T>[]): Promise<number> {
  const [first] = rows;
  if (!first) return 0;
  const shape = shapeOf(tx, entity);
  const columns = shape.columns.filter(({ property }) => property in first);
  const values = rows.flatMap((row) => columns.map((column) => stored(tx, column, row[column.property])));
  // MySQL knows no RETURNING; there the answer to the statement tells the first id.
  const returning = shape.isCounted && tx.connection.options.type === 'better-sqlite3' ? ' RETURNING id' : '';
  const head = textOf(shape, `insert ${Object.keys(first).join(' ')}`, () => `INSERT INTO ${shape.table} (${columns.map((column) => column.quoted).join(', ')}) VALUES `);
  const tuple = `(${placesOf(columns)})`;
  const result: { id: number }[] | { insertId: number } = await tx.query(`${head}${rows.map(() => tuple).join(', ')}${returning}`, values);
  if (!shape.isCounted) return 0;
  return Number(Array.isArray(result) ? result[0]?.id : result.insertId);
}

/**
 * As `insertAll`, for rows that have a unique `key` each; `shared` names a column that leads the key and is the same in all. Returns the id of each, in
 * their order: ids of one statement need not follow one another.
 */
export async function insertKeyed<T extends ObjectLiteral>(tx: EntityManager, entity: Entity<T>, rows: readonly Partial<T>[], key: keyof T & string, shared?: keyof T & string): Promise<number[]> {
  const first = await insertAll(tx, entity, rows);
  if (rows.length < 2) return rows.map(() => first);
  const { table, columns } = shapeOf(tx, entity);
  const nameOf = (wanted: string) => columns.find(({ property }) => property === wanted)?.quoted ?? '';
  const keys: unknown[] = rows.map((row) => row[key]);
  const [where, values] = shared === undefined ? ['', keys] : [`${nameOf(shared)} = ? AND `, [rows[0]?.[shared], ...keys]];
  const found: { id: number; name: unknown }[] = await tx.query(`SELECT id, ${nameOf(key)} AS name FROM ${table} WHERE ${where}${nameOf(key)} IN (${placesOf(keys)})`, values);
  const ids = new Map(found.map(({ id, name }) => [name, Number(id)]));
  return keys.map((one) => ids.get(one) as number);
}

/** A guarded statement by hand: how many rows it changed. */
export async function affectedBy(manager: EntityManager, sql: string, values: readonly unknown[]): Promise<number> {
  const runner = manager.queryRunner ?? manager.connection.createQueryRunner();
  try {
    const { affected } = await runner.query(sql, [...values], true);
    return affected ?? 0;
  } finally {
    if (runner !== manager.queryRunner) await runner.release();
  }
}

/** A guarded update: sets `values` where every column of `where` equals. Returns how many rows were changed. */
export async function updateWhere<T extends ObjectLiteral>(tx: EntityManager, entity: Entity<T>, where: Partial<T>, values: Partial<T>): Promise<number> {
  const shape = shapeOf(tx, entity);
  const pairs = (part: Partial<T>) => shape.columns.filter(({ property }) => property in part).map((column) => ({ name: column.quoted, value: stored(tx, column, part[column.property]) }));
  const [set, keys] = [pairs(values), pairs(where)];
  const sql = `UPDATE ${shape.table} SET ${set.map(({ name }) => `${name} = ?`).join(', ')} WHERE ${keys.map(({ name }) => `${name} = ?`).join(' AND ')}`;
  return affectedBy(tx, sql, [...set, ...keys].map(({ value }) => value));
}
