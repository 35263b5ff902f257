export { Attachment } from './attachment.entity.js';
export { AttachmentModule } from './attachment.module.js';
export { AttachmentService } from './attachment.service.js';
