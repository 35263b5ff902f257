import { Image, Text, View } from '@tarojs/components';
import { useRef, useState } from 'react';
import { asApiError } from '@/api/api-error';
import type { Who } from '@/api/session';
import { uploadFile } from '@/api/upload';
import { pickDocuments, pickPhotos, viewPhotos, type PickedFile } from '@/platform/files';
import { Icon } from './icon';
import { Sheet } from './sheet';
import { Button } from './button';

interface Item {
  file: PickedFile;
  state: 'sending' | 'sent' | 'failed';
  percent: number;
  attachmentId: number | null;
  problem: string;
  /** What the server will never take: sending it again helps nobody. */
  hopeless: boolean;
}

export interface Uploads {
  items: Item[];
  room: number;
  /** What the form sends; in the order they were chosen. */
  attachmentIds: number[];
  sending: boolean;
  failed: boolean;
  add(kind: PickedFile['kind']): Promise<void>;
  retry(path: string): void;
  remove(path: string): void;
}

/** Photos and files of a form: each is sent as soon as it is chosen, so that filing itself is quick. */
export function useUploads({ most = 9, who = 'resident' as Who } = {}): Uploads {
  const [items, setItems] = useState<Item[]>([]);
  const gone = useRef(new Set<string>());
  const change = (path: string, next: Partial<Item>) => {
    if (!gone.current.has(path)) setItems((all) => all.map((item) => (item.file.path === path ? { ...item, ...next } : item)));
  };
  const send = async (file: PickedFile) => {
    change(file.path, { state: 'sending', percent: 0, problem: '', hopeless: false });
    try {
      const attachment = await uploadFile(file, who, (percent) => change(file.path, { percent }));
      change(file.path, { state: 'sent', percent: 100, attachmentId: attachment.id });
    } catch (reason) {
      const error = asApiError(reason);
      change(file.path, { state: 'failed', problem: error.message, hopeless: ['UNSUPPORTED_FILE', 'PAYLOAD_TOO_LARGE'].includes(error.code) });
    }
  };
  const room = most - items.length;
  return {
    items,
    room,
    attachmentIds: items.flatMap((item) => (item.attachmentId === null ? [] : [item.attachmentId])),
    sending: items.some((item) => item.state === 'sending'),
    failed: items.some((item) => item.state === 'failed'),
    async add(kind) {
      const files = await (kind === 'photo' ? pickPhotos(room) : pickDocuments(room));
      setItems((all) => [...all, ...files.map((file): Item => ({ file, state: 'sending', percent: 0, attachmentId: null, problem: '', hopeless: false }))]);
      await Promise.all(files.map(send));
    },
    retry(path) {
      const item = items.find(({ file }) => file.path === path);
      if (item) void send(item.file);
    },
    remove(path) {
      gone.current.add(path);
      setItems((all) => all.filter((item) => item.file.path !== path));
    },
  };
}

/** What stands in the way of sending the form, in words; null when nothing does. */
export function uploadsInTheWay(uploads: Uploads): string | null {
  if (uploads.sending) return '照片还在上传，请稍等';
  if (uploads.items.some(({ hopeless }) => hopeless)) return '有一张照片或文件不能用，请点它删掉，再提交';
  if (uploads.failed) return '有照片没有传上去，请点照片重试，或删掉它';
  return null;
}

export function PhotoPicker({ uploads, documents = false }: { uploads: Uploads; documents?: boolean }) {
  const [choosing, setChoosing] = useState(false);
  const photos = uploads.items.filter(({ file }) => file.kind === 'photo').map(({ file }) => file.path);
  const add = (kind: PickedFile['kind']) => {
    setChoosing(false);
    void uploads.add(kind);
  };
  const problem = uploads.items.find(({ state }) => state === 'failed')?.problem;
  return (
    <View className='column'>
      <View className='photos' id='photos'>
        {uploads.items.map((item) => (
          <View key={item.file.path} className='photo'>
            {item.file.kind === 'photo' ? (
              <Image className='photo-image' mode='aspectFill' src={item.file.path} onClick={() => viewPhotos(photos, item.file.path)} />
            ) : (
              <View className='photo-document'>
                <Icon name='file' />
                <Text>{item.file.name}</Text>
              </View>
            )}
            {item.state === 'sending' && <View className='photo-cover'>上传中 {item.percent}%</View>}
            {item.state === 'failed' && item.hopeless && (
              <View className='photo-cover photo-cover-failed' onClick={() => uploads.remove(item.file.path)}>
                <Icon name='close' />
                不能用，删掉
              </View>
            )}
            {item.state === 'failed' && !item.hopeless && (
              <View className='photo-cover photo-cover-failed' onClick={() => uploads.retry(item.file.path)}>
                <Icon name='refresh' />
                点这里重试
              </View>
            )}
            <View className='photo-remove' onClick={() => uploads.remove(item.file.path)}>
              <View className='photo-remove-mark'>
                <Icon name='close' />
              </View>
            </View>
          </View>
        ))}
        {uploads.room > 0 && (
          <View className='photo-add' id='add-photo' hoverClass='pressed' onClick={() => (documents ? setChoosing(true) : add('photo'))}>
            <Icon name={documents ? 'plus' : 'camera'} />
            {documents ? '添加' : uploads.items.length === 0 ? '拍照/相册' : '再加一张'}
          </View>
        )}
      </View>
      {problem && <View className='bad small'>{problem}</View>}
      {choosing && (
        <Sheet title='添加什么？' onClose={() => setChoosing(false)}>
          <Button icon='camera' onTap={() => add('photo')}>照片</Button>
          <Button kind='secondary' icon='file' onTap={() => add('document')}>PDF 文件</Button>
        </Sheet>
      )}
    </View>
  );
}
