import type { PickedFile, Upload } from './files';
import { NoAnswer } from './http';

const picked = new Map<string, Blob>();
const LONGEST_SIDE = 2400;
const WORTH_SHRINKING = 1_500_000;

export async function pickPhotos(most: number): Promise<PickedFile[]> {
  const files = await pick('image/jpeg,image/png,image/webp', most);
  return Promise.all(files.map(async (file) => remember(await shrunk(file), file.name, 'photo')));
}
export async function pickDocuments(most: number): Promise<PickedFile[]> {
  return (await pick('application/pdf', most)).map((file) => remember(file, file.name, 'document'));
}

function pick(accept: string, most: number): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', accept, multiple: most > 1 });
    input.style.display = 'none';
    const done = () => {
      resolve([...(input.files ?? [])].slice(0, most));
      input.remove();
    };
    input.addEventListener('change', done);
    input.addEventListener('cancel', done);
    document.body.append(input);
    input.click();
  });
}

function remember(blob: Blob, name: string, kind: PickedFile['kind']): PickedFile {
  const path = URL.createObjectURL(blob);
  picked.set(path, blob);
  return { path, name, kind };
}

/** A phone's photo is several megabytes; on a weak network that is the difference between sent and not sent. */
async function shrunk(file: File): Promise<Blob> {
  if (file.size < WORTH_SHRINKING) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const smaller = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    return smaller && smaller.size < file.size ? smaller : file;
  } catch {
    // Not a photo this browser can read: the server says what is wrong with it.
    return file;
  }
}

export function sendFile(file: PickedFile, path: string, headers: Record<string, string>, progress: (percent: number) => void): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const blob = picked.get(file.path);
    if (!blob) return reject(new NoAnswer('the file is gone'));
    const form = new FormData();
    form.append('file', blob, file.name);
    const request = new XMLHttpRequest();
    request.open('POST', API_BASE + path);
    request.responseType = 'json';
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(Math.round((event.loaded / event.total) * 100));
    request.onload = () => resolve({ status: request.status, data: request.response });
    request.onerror = () => reject(new NoAnswer('upload failed'));
    request.send(form);
  });
}

/** Over the whole window; a tap on a side goes on, a tap elsewhere closes. Taro's own viewer would weigh 200 KB. */
export function viewPhotos(urls: string[], current: string): void {
  let index = Math.max(0, urls.indexOf(current));
  const cover = document.createElement('div');
  cover.style.cssText = 'position:fixed;inset:0;z-index:1000;background:#000;display:flex;align-items:center;justify-content:center';
  const photo = document.createElement('img');
  photo.style.cssText = 'max-width:100%;max-height:100%;object-fit:contain';
  const caption = document.createElement('div');
  caption.style.cssText = 'position:absolute;left:0;right:0;bottom:24px;color:#fff;font-size:18px;text-align:center;text-shadow:0 0 6px #000';
  const show = () => {
    photo.src = urls[index] ?? current;
    caption.textContent = urls.length > 1 ? `${index + 1} / ${urls.length}　点两边换一张，点中间关闭` : '点一下关闭';
  };
  cover.addEventListener('click', ({ clientX }) => {
    const side = clientX / innerWidth;
    if (urls.length < 2 || (side > 0.3 && side < 0.7)) cover.remove();
    else {
      index = (index + (side < 0.5 ? urls.length - 1 : 1)) % urls.length;
      show();
    }
  });
  window.addEventListener('hashchange', () => cover.remove(), { once: true });
  cover.append(photo, caption);
  document.body.append(cover);
  show();
}

export const webAddress = (path: string) => new URL(path, location.href).href;
export async function openDocument(url: string, headers?: Record<string, string>): Promise<Upload> {
  if (headers === undefined) {
    window.open(url, '_blank', 'noopener');
    return { status: 200, data: null };
  }
  const answer = await fetch(url, { headers }).catch(() => {
    throw new NoAnswer('download failed');
  });
  if (!answer.ok) return { status: answer.status, data: await answer.json().catch(() => null) };
  // A new window would be taken for an advertisement by now: the tap is long over.
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'document.pdf');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return { status: 200, data: null };
}
