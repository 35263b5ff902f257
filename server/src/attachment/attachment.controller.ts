import { Controller, Param, Req, Res } from '@nestjs/common';
import * as contract from '@shouwen/shared/contract/attachment';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public, Refusal, Route, ThrottleService, Clock, Viewer } from '../http/index.js';
import { AttachmentService } from './attachment.service.js';
import { ForUploader, type Uploader } from './uploader.guard.js';

@Controller()
export class AttachmentController {
  constructor(
    private readonly attachments: AttachmentService,
    private readonly throttle: ThrottleService,
    private readonly clock: Clock,
  ) {}

  @ForUploader()
  @Route(contract.upload)
  async upload(@Viewer() viewer: Uploader, @Req() request: FastifyRequest): Promise<contract.AttachmentView> {
    if (!request.isMultipart()) throw new Refusal('UNSUPPORTED_FILE');
    // Storage and decoding cost: nobody needs more than this in an hour.
    if (viewer.kind === 'resident') await this.throttle.attempt(`upload:${viewer.kind}:${viewer.id}`, 60, 60, this.clock.now());
    try {
      const part = await request.file();
      if (part?.fieldname !== 'file') throw new Refusal('INVALID_INPUT', { message: '请选择要上传的照片或文件' });
      // Throws 413 past the server's limit of 10 MB.
      return await this.attachments.upload(await part.toBuffer(), part.filename, viewer);
    } catch (error) {
      // What is left unread would block whatever the client sends next on this connection, and the server's stop.
      request.raw.unpipe();
      request.raw.resume();
      throw error;
    }
  }

  @Public()
  @Route(contract.download)
  async download(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { expires, signature } = request.query as { expires?: unknown; signature?: unknown };
    const { mediaType, name, content } = await this.attachments.read(Number(id), Number(expires), String(signature));
    const disposition = mediaType === 'image/jpeg' ? 'inline' : 'attachment';
    await reply
      .header('content-type', mediaType)
      .header('content-disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, max-age=3600')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(content);
  }
}
