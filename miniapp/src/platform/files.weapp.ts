import Taro from '@tarojs/taro';
import type { PickedFile, Upload } from './files';
import { NoAnswer } from './http';

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

export async function pickPhotos(most: number): Promise<PickedFile[]> {
  try {
    const { tempFiles } = await Taro.chooseMedia({ count: most, mediaType: ['image'], sourceType: ['camera', 'album'], sizeType: ['compressed'] });
    return tempFiles.map(({ tempFilePath }) => ({ path: tempFilePath, name: nameOf(tempFilePath), kind: 'photo' }));
  } catch {
    return [];
  }
}

export async function pickDocuments(most: number): Promise<PickedFile[]> {
  try {
    const { tempFiles } = await Taro.chooseMessageFile({ count: most, type: 'file', extension: ['pdf'] });
    return tempFiles.map(({ path, name }) => ({ path, name, kind: 'document' }));
  } catch {
    return [];
  }
}

export function sendFile(file: PickedFile, path: string, headers: Record<string, string>, progress: (percent: number) => void): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const task = Taro.uploadFile({
      url: API_BASE + path,
      filePath: file.path,
      name: 'file',
      header: headers,
      success: ({ statusCode, data }) => resolve({ status: statusCode, data: parsed(data) }),
      fail: ({ errMsg }) => reject(new NoAnswer(errMsg)),
    });
    task.progress?.((event) => progress(event.progress));
  });
}

export function viewPhotos(urls: string[], current: string): void {
  void Taro.previewImage({ urls, current });
}

export const webAddress = (path: string) => API_BASE + path;
export async function openDocument(url: string, headers: Record<string, string> = {}): Promise<Upload> {
  const { tempFilePath, statusCode } = await Taro.downloadFile({ url, header: headers }).catch(() => {
    throw new NoAnswer('download failed');
  });
  // The menu has WeChat's own ways to pass it on.
  if (statusCode === 200) await Taro.openDocument({ filePath: tempFilePath, fileType: 'pdf', showMenu: true });
  return { status: statusCode, data: null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
