import { useEffect, useState } from 'react';
import type { ApiError } from '@/api/api-error';
import { Notice } from './card';

/** What went wrong with a form as a whole. */
export function FormError({ error }: { error: ApiError | null }) {
  if (!error) return null;
  return (
    <Notice id='form-error' tone='bad' icon={error.offline ? 'offline' : 'fault'}>
      {error.offline ? '网络不通，没有收到回复。填的内容都还在，请检查网络后再点一次，不会重复提交。' : error.message}
    </Notice>
  );
}

/** The time now, moving on by itself: sentences about deadlines follow it. */
export function useNow(everyMs = 15_000): Date {
  const [now, set] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => set(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
