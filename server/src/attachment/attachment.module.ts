import { Module } from '@nestjs/common';
import { AttachmentController } from './attachment.controller.js';
import { AttachmentService } from './attachment.service.js';
import { UploaderGuard } from './uploader.guard.js';

@Module({ controllers: [AttachmentController], providers: [AttachmentService, UploaderGuard], exports: [AttachmentService] })
export class AttachmentModule {}
