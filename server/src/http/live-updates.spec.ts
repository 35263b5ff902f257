import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FastifyReply } from 'fastify';
import { LiveUpdates } from './live-updates.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A client that listens, as far as `listen` touches it. */
function listener() {
  const raw = { writeHead: vi.fn(), write: vi.fn(), end: vi.fn(), on: vi.fn() };
  return { raw, hijack: vi.fn(), getHeaders: () => ({}) };
}

it('hangs up on whoever signed out or left, and on nobody because a question failed', async () => {
  const live = new LiveUpdates(undefined as never, undefined as never);
  const [gone, here, unsure] = [listener(), listener(), listener()];
  live.listen(gone as unknown as FastifyReply, ['staff:1'], () => Promise.resolve(false));
  live.listen(here as unknown as FastifyReply, ['staff:2'], () => Promise.resolve(true));
  live.listen(unsure as unknown as FastifyReply, ['staff:3'], () => Promise.reject(new Error('busy')));
  await vi.advanceTimersByTimeAsync(20_000);
  expect([gone, here, unsure].map(({ raw }) => raw.end.mock.calls.length)).toEqual([1, 0, 0]);
  expect([gone, here, unsure].map(({ raw }) => raw.write.mock.calls.length)).toEqual([1, 2, 2]);
});
