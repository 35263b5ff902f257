import { Refusal } from '../http/index.js';
import type { StaffViewer } from '../staff/index.js';
import { figuresOf } from './rules/whose-figures.js';

/** Null is the whole house. Refuses `FORBIDDEN` for figures that are not the viewer's. */
export function hallOfFigures(viewer: StaffViewer, wanted: number | undefined): number | null {
  const scope = figuresOf(viewer, wanted);
  if (scope === 'FORBIDDEN') throw new Refusal('FORBIDDEN', { message: '只能查看本营业厅的报表' });
  return scope.hallId;
}
