import { Image, Text, View } from '@tarojs/components';
import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import type { TimelineEntry } from '@shouwen/shared/contract/ticket';
import { openDocument, viewPhotos } from '@/platform/files';
import { Icon } from './icon';
import { momentInWords } from './words';

/** Newest first: what happened last is what people look for. */
export function Timeline({ entries, now }: { entries: TimelineEntry[]; now: Date }) {
  // What came with the ticket is shown with its text, not twice.
  const newestFirst = [...entries].reverse().map((entry) => (entry.type === 'registered' ? { ...entry, attachments: [] } : entry));
  return (
    <View id='timeline'>
      {newestFirst.map((entry, index) => (
        <View
          key={entry.sequence}
          className={`timeline-entry ${index === 0 ? 'timeline-entry-newest' : ''} ${index === newestFirst.length - 1 ? 'timeline-entry-last' : ''}`}
        >
          <View className='timeline-dot' />
          <View className='strong'>{entry.label}</View>
          <View className='muted small digits'>
            {momentInWords(entry.at, now)}　{entry.actor}
          </View>
          {(entry.text || entry.attachments.length > 0) && (
            <View className='timeline-text column'>
              {entry.text && <Text className='prose'>{entry.text}</Text>}
              <Attachments items={entry.attachments} />
            </View>
          )}
        </View>
      ))}
    </View>
  );
}

export function Attachments({ items }: { items: AttachmentView[] }) {
  if (items.length === 0) return null;
  const photos = items.filter(({ mediaType }) => mediaType.startsWith('image/')).map((item) => addressOf(item));
  return (
    <View className='photos'>
      {items.map((item) =>
        item.mediaType.startsWith('image/') ? (
          <View key={item.id} className='photo' onClick={() => viewPhotos(photos, addressOf(item))}>
            <Image className='photo-image' mode='aspectFill' src={addressOf(item)} />
          </View>
        ) : (
          <View key={item.id} className='photo photo-document' onClick={() => void openDocument(addressOf(item))}>
            <Icon name='file' />
            <Text>{item.name}</Text>
          </View>
        ),
      )}
    </View>
  );
}

/** Addresses within our own server come without it. */
const addressOf = ({ url }: AttachmentView): string => (url.startsWith('/') ? API_BASE + url : url);
