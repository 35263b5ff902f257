export { Notice, NoticeConsent } from './notice.entity.js';
export { NoticeModule } from './notice.module.js';
export { NoticeService, type ResidentNotice } from './notice.service.js';
export { StaffNoticeRow } from './staff-notice.entity.js';
export { StaffNotices, type StaffNotice, type TicketsHidden } from './staff-notice.service.js';
export type { NoticeFields, NoticePurpose } from './rules/template-fields.js';
