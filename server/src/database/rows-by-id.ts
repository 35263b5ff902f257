import { type EntityManager, type FindOptionsWhere, In } from 'typeorm';

/** Rows by their id, in one query however many; nulls and unknown ids are absent. For what is shown beside a page of rows. */
export async function rowsById<T extends { id: number }>(manager: EntityManager, entity: new () => T, ids: readonly (number | null)[]): Promise<Map<number, T>> {
  const wanted = [...new Set(ids.filter((id): id is number => id !== null))];
  const rows = wanted.length === 0 ? [] : await manager.findBy(entity, { id: In(wanted) } as FindOptionsWhere<T>);
  return new Map(rows.map((row) => [row.id, row]));
}
