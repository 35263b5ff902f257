import { PUBLISHED_HOLIDAYS, workingCalendarOf } from '../calendar/index.js';

/** The days that limits count by (TL-3). */
export const workingCalendar = workingCalendarOf(PUBLISHED_HOLIDAYS);
