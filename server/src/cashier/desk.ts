import type { Role } from '@shouwen/shared/vocabulary';
import { Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';

/** Who takes money at a window. */
export const cashiers: readonly Role[] = ['clerk', 'shift-leader'];
/** PY-6: who checks it; the director where the leader took money too. */
export const leaders: readonly Role[] = ['shift-leader', 'hall-director'];

export function hallOf(viewer: StaffViewer): number {
  if (viewer.hallId === null) throw new Refusal('FORBIDDEN', { message: '您没有所属营业厅，不能办理收费；请联系系统管理员' });
  return viewer.hallId;
}

/** Lists are paged by id, newest first. */
export function idOfCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^\d{1,10}$/.test(cursor)) throw new Refusal('INVALID_INPUT');
  return Number(cursor);
}
