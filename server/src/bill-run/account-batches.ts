/** SQLite binds at most 32,766 values, and MariaDB plans long lists slowly. */
const SIZE = 1000;

export function inBatches<T>(rows: readonly T[], size = SIZE): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
}

export const placesOf = (values: readonly unknown[]) => values.map(() => '?').join(', ');
