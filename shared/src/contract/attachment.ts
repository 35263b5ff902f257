import { endpoint } from './endpoint.js';

export interface AttachmentView {
  id: number;
  /** `image/jpeg` (photos are re-encoded, without position data) or `application/pdf`. */
  mediaType: string;
  name: string;
  sizeBytes: number;
  /** A signed address that works in `<img src>` for an hour. */
  url: string;
}
/**
 * Multipart form with one part `file`: JPG, PNG, WebP or HEIC-free photo up to 10 MB, or PDF up to 10 MB. The upload belongs to who
 * made it until a ticket takes it. Residents and staff may call it.
 */
export const upload = endpoint<AttachmentView>()({ method: 'POST', path: '/api/attachments', summary: '上传照片或文件' });
/** With `?expires=…&signature=…` as given in `AttachmentView.url`. */
export const download = endpoint<unknown>()({ method: 'GET', path: '/api/attachments/:id', summary: '查看附件' });
