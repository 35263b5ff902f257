import { CloseOutlined, FilePdfOutlined, PaperClipOutlined } from '@ant-design/icons';
import { upload, type AttachmentView } from '@shouwen/shared/contract/attachment';
import { useRef, useState, type ClipboardEvent, type DragEvent } from 'react';
import { messageOf } from '../api/api-error';
import { sendForm } from '../api/upload';
import styles from './attachment-field.module.css';

const MAX_BYTES = 10 * 1024 * 1024;
const ACCEPTED = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];
const MOST = 9;

interface Pending {
  key: number;
  name: string;
  share: number;
  fault: string | null;
}
let sequence = 0;

/** Photos and PDFs by choosing, dropping or pasting; each is uploaded at once, the form sends only ids. */
export function AttachmentField({ value, onChange }: { value: AttachmentView[]; onChange: (value: AttachmentView[]) => void }) {
  const [pending, setPending] = useState<Pending[]>([]);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  // Uploads finish one after the other; each must see what the one before has added.
  const latest = useRef(value);
  latest.current = value;

  const change = (key: number, part: Partial<Pending>) => setPending((all) => all.map((p) => (p.key === key ? { ...p, ...part } : p)));
  const take = async (file: File) => {
    const key = ++sequence;
    const fault = !ACCEPTED.includes(file.type) ? '只能上传 JPG、PNG、WebP 照片或 PDF' : file.size > MAX_BYTES ? '超过 10 MB，请压缩后再传' : null;
    setPending((all) => [...all, { key, name: file.name, share: 0, fault }]);
    if (fault) return;
    const form = new FormData();
    form.append('file', file);
    try {
      const view = await sendForm(upload, form, { onProgress: (share) => change(key, { share }) });
      latest.current = [...latest.current, view];
      onChange(latest.current);
      setPending((all) => all.filter((p) => p.key !== key));
    } catch (error) {
      change(key, { fault: messageOf(error) });
    }
  };
  const takeAll = (files: Iterable<File>) => {
    const room = MOST - latest.current.length - pending.filter((p) => !p.fault).length;
    [...files].slice(0, Math.max(0, room)).forEach((file) => void take(file));
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    takeAll(event.dataTransfer.files);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    takeAll(event.clipboardData.files);
  };
  return (
    <div
      className={styles.box} data-over={over || undefined} onPaste={onPaste} onDrop={onDrop}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
    >
      {value.map((file) => (
        <span key={file.id} className={styles.file}>
          {file.mediaType === 'application/pdf' ? <FilePdfOutlined /> : <img src={file.url} alt="" />}
          <span className={styles.name}>{file.name}</span>
          <button type="button" aria-label={`去掉 ${file.name}`} onClick={() => onChange(value.filter((f) => f.id !== file.id))}><CloseOutlined /></button>
        </span>
      ))}
      {pending.map((p) => (
        <span key={p.key} className={styles.file} data-fault={p.fault ? true : undefined} style={{ '--share': `${p.share * 100}%` } as React.CSSProperties}>
          <span className={styles.name}>{p.name}</span>
          <small>{p.fault ?? `${Math.round(p.share * 100)}%`}</small>
          {p.fault && <button type="button" aria-label={`去掉 ${p.name}`} onClick={() => setPending((all) => all.filter((q) => q.key !== p.key))}><CloseOutlined /></button>}
        </span>
      ))}
      {value.length < MOST && (
        <button type="button" className={styles.add} onClick={() => input.current?.click()}>
          <PaperClipOutlined /> 添加照片或 PDF <small>可拖入、粘贴</small>
        </button>
      )}
      <input ref={input} type="file" hidden multiple accept={ACCEPTED.join(',')} onChange={(event) => { takeAll(event.target.files ?? []); event.target.value = ''; }} />
    </div>
  );
}
