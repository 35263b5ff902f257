import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AskedTogether } from './asked-together.js';

interface Row {
  key: string;
  name: string;
}
/** A database whose statements are answered when the test says so. */
function database() {
  const statements: { keys: string[]; answer(rows: Row[]): void; fail(error: Error): void }[] = [];
  const query = (_: string, keys: string[]) => new Promise<Row[]>((answer, fail) => statements.push({ keys, answer, fail }));
  const asked = new AskedTogether<Row>({ query } as never, (places) => `SELECT ${places}`, ({ key }) => key);
  return { asked, statements };
}
const soon = () => vi.advanceTimersByTimeAsync(0);
const rowsOf = (stored: ReadonlyMap<string, string>, keys: readonly string[]): Row[] => [...new Set(keys)].flatMap((key) => (stored.has(key) ? [{ key, name: stored.get(key)! }] : []));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks for all who come at once by one statement, of few lengths, and for each key once', async () => {
  const { asked, statements } = database();
  const answers = Promise.all(['a', 'b', 'a', 'c'].map((key) => asked.of(key)));
  await soon();
  expect(statements.map(({ keys }) => keys)).toEqual([['a', 'b', 'c', 'c']]);
  statements[0]!.answer(rowsOf(new Map([['a', '甲'], ['c', '丙']]), statements[0]!.keys));
  expect((await answers).map((row) => row?.name)).toEqual(['甲', undefined, '甲', '丙']);
});

it('gives nobody an answer older than the question: who signed out between two requests is out for the second', async () => {
  const { asked, statements } = database();
  const sessions = new Map([['token', '王']]);
  const first = asked.of('token');
  await soon();
  // The database has read the first, its answer is on the way.
  const read = rowsOf(sessions, statements[0]!.keys);
  sessions.delete('token');
  const second = asked.of('token');
  statements[0]!.answer(read);
  expect(await first).toEqual({ key: 'token', name: '王' });
  await soon();
  expect(statements).toHaveLength(2);
  statements[1]!.answer(rowsOf(sessions, statements[1]!.keys));
  expect(await second).toBeUndefined();
});

it('tells each who waits for a statement that it failed, and nobody else', async () => {
  const { asked, statements } = database();
  const failing = ['a', 'b', 'a'].map((key) => asked.of(key).catch((error: Error) => error.message));
  await soon();
  const later = asked.of('a');
  statements[0]!.fail(new Error('connection lost'));
  expect(await Promise.all(failing)).toEqual(['connection lost', 'connection lost', 'connection lost']);
  await soon();
  statements[1]!.answer([{ key: 'a', name: '甲' }]);
  expect(await later).toEqual({ key: 'a', name: '甲' });
});

it('lets a slow statement keep nobody waiting, and takes its late answer for those who asked by it', async () => {
  const { asked, statements } = database();
  const slow = asked.of('a');
  await soon();
  const next = asked.of('b');
  await vi.advanceTimersByTimeAsync(99);
  expect(statements).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  statements[1]!.answer([{ key: 'b', name: '乙' }]);
  expect(await next).toEqual({ key: 'b', name: '乙' });
  statements[0]!.answer([{ key: 'a', name: '甲' }]);
  expect(await slow).toEqual({ key: 'a', name: '甲' });
  const after = asked.of('c');
  await soon();
  expect(statements).toHaveLength(3);
  statements[2]!.answer([]);
  expect(await after).toBeUndefined();
});

it('turns away whoever comes when five hundred wait, as busy, and serves the others', async () => {
  const { asked, statements } = database();
  const waiting = Array.from({ length: 500 }, (_, n) => asked.of(`k${n}`));
  await expect(asked.of('one more')).rejects.toThrow(/queue limit/);
  // Who asks for the same as another waits with them.
  const same = asked.of('k7');
  for (let round = 0; round < 16; round++) {
    await soon();
    const { keys, answer } = statements[round]!;
    answer(keys.map((key) => ({ key, name: key })));
  }
  expect((await Promise.all(waiting)).map((row) => row?.key)).toEqual(Array.from({ length: 500 }, (_, n) => `k${n}`));
  expect((await same)?.key).toBe('k7');
  expect(statements).toHaveLength(16);
});
