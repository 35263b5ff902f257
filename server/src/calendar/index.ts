export { CalendarModule } from './calendar.module.js';
export { CalendarService } from './calendar.service.js';
export { HallCalendar } from './hall-calendar.js';
export type { HallCalendarData, HallException } from './hall-calendar.js';
export { HallExceptionRow, HallOpenWeekday } from './hall-calendar.entity.js';
export { PUBLISHED_HOLIDAYS } from './published-holidays.js';
export { WorkingCalendar, workingCalendarOf } from './working-calendar.js';
export type { PublishedYear, WorkingCalendarData } from './working-calendar.js';
