export { Attachment } from './attachment.entity.js';
export { AttachmentModule } from './attachment.module.js';
export { AttachmentService, hasFilesOf } from './attachment.service.js';
