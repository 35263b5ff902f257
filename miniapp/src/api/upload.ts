import { upload, type AttachmentView } from '@shouwen/shared/contract/attachment';
import { sendFile, type PickedFile } from '@/platform/files';
import { withSession } from './call';
import type { Who } from './session';

/** Sends one file; throws ApiError. */
export async function uploadFile(file: PickedFile, who: Who, progress: (percent: number) => void): Promise<AttachmentView> {
  const answer = await withSession(who, (headers) => sendFile(file, upload.path, headers, progress));
  return answer.data as AttachmentView;
}
