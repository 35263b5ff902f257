/** Tables for a terminal, where a Chinese character takes two columns. */

const width = (text) => [...text].reduce((sum, char) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(char) ? 2 : 1), 0);
const fill = (text, columns) => ' '.repeat(Math.max(0, columns - width(text)));

/**
 * The first `left` columns to the left, the others to the right.
 * @param {readonly string[]} heads @param {readonly (readonly string[])[]} rows @param {number} [left] @returns {string} with a line break at its end
 */
export function tableOf(heads, rows, left = 1) {
  const columns = heads.map((head, i) => Math.max(width(head), ...rows.map((row) => width(row[i] ?? ''))));
  const line = (cells) => cells.map((cell, i) => (i < left ? cell + fill(cell, columns[i]) : fill(cell, columns[i]) + cell)).join('  ').trimEnd();
  return [line(heads), line(columns.map((n) => '-'.repeat(n))), ...rows.map(line)].join('\n') + '\n';
}
