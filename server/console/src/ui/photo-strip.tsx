import { FilePdfOutlined } from '@ant-design/icons';
import type { AttachmentView } from '@shouwen/shared/contract/attachment';
import { Image } from 'antd';
import { useState } from 'react';
import { useKeys } from '../keyboard/keyboard';
import styles from './photo-strip.module.css';

/** Photos open large, one after the other; PDFs in a tab of their own. */
export function PhotoStrip({ files, small = false }: { files: readonly AttachmentView[]; small?: boolean }) {
  const [open, setOpen] = useState(false);
  // Esc leaves the large photo, and nothing behind it.
  useKeys('', [{ keys: 'escape', label: '关闭照片', run: () => setOpen(false), hidden: true }], { enabled: open, exclusive: true });
  if (files.length === 0) return null;
  const photos = files.filter((file) => file.mediaType.startsWith('image/'));
  const papers = files.filter((file) => !photos.includes(file));
  const size = small ? 56 : 84;
  return (
    <div className={styles.strip}>
      <Image.PreviewGroup preview={{ open, onOpenChange: setOpen }}>
        {photos.map((photo) => <Image key={photo.id} src={photo.url} alt={photo.name} width={size} height={size} classNames={{ image: styles.photo }} loading="lazy" />)}
      </Image.PreviewGroup>
      {papers.map((paper) => <a key={paper.id} className={styles.paper} href={paper.url} target="_blank" rel="noreferrer"><FilePdfOutlined /> {paper.name}</a>)}
    </div>
  );
}
