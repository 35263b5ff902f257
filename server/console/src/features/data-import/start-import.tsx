import { DownloadOutlined, FileTextOutlined } from '@ant-design/icons';
import { importTemplate, type ImportKind } from '@shouwen/shared/contract/data-import';
import { AutoComplete, Button, Input, Progress } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { addressOf } from '../../api/call';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import { kindLabels } from './import-words';
import { columnsOf, useColumns, useStartImport } from './import.calls';
import styles from './start-import.module.css';

const MAX_BYTES = 50 * 1024 * 1024;

/** A file, and which of its columns is which of ours where the names differ. Good rows go in, faulty ones are listed. */
export function StartImport({ onStarted }: { onStarted: (id: number) => void }) {
  const [kind, setKind] = useState<ImportKind>('accounts');
  const [file, setFile] = useState<File | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [found, setFound] = useState<string[] | null>(null);
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [asText, setAsText] = useState<string | null>(null);
  const [sent, setSent] = useState(0);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const columns = useColumns(kind);
  const start = useStartImport(setSent);

  const take = async (next: File | undefined) => {
    if (!next) return;
    start.reset();
    const wrong = !/\.(csv|xlsx)$/i.test(next.name) ? '请选择 CSV 或 XLSX 文件' : next.size > MAX_BYTES ? '文件超过 50 MB，请拆分后再导入' : null;
    setFault(wrong);
    setFile(wrong ? null : next);
    setFound(wrong ? null : await columnsOf(next));
  };
  const submit = () => {
    if (!file) return setFault('请先选择文件');
    const chosen = asText === null ? withoutBlanks(mapping) : parseMapping(asText);
    if (chosen === null) return setFault('列名对应表不是有效的 JSON，例如 {"户号":"用户编号"}');
    setFault(null);
    start.mutate({ kind, mapping: chosen, file }, { onSuccess: (view) => onStarted(view.id) });
  };
  useKeys('导入', [{ keys: 'ctrl+enter', label: '开始导入', run: submit }, { keys: 'o', label: '选择文件', run: () => input.current?.click() }]);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const missing = found ? (columns.data ?? []).filter((name) => !found.includes(mapping[name] || name)) : [];
  return (
    <form className={styles.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <header>
        <h2>导入新文件</h2>
        <p>有误的行会列出行号、列和原因，其余照常导入；同一个文件导入两次，数据不会重复。</p>
      </header>
      <Field label="导入什么">
        <div className={styles.line}>
          <Choice autoFocus label="导入什么" value={kind} onChange={(next) => { setKind(next); setMapping({}); }} options={[{ value: 'accounts', label: kindLabels.accounts }, { value: 'readings', label: kindLabels.readings }, { value: 'meter-readings', label: kindLabels['meter-readings'] }, { value: 'payments', label: kindLabels.payments }]} />
          <a href={addressOf(importTemplate, { query: { kind } })} download><DownloadOutlined /> 下载{kindLabels[kind]}模板</a>
        </div>
      </Field>
      <Field label="文件" hint="CSV（UTF-8 或 GBK）或 XLSX，第一行是列名，最大 50 MB" error={fault ?? undefined}>
        <button
          type="button" className={styles.drop} data-over={over || undefined} data-chosen={file !== null || undefined} onClick={() => input.current?.click()}
          onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}
        >
          {file
            ? <><FileTextOutlined /> <strong>{file.name}</strong> <span>{sizeText(file.size)}，点击换一个</span></>
            : <><span>把文件拖到这里，或点击选择</span> <KeyCap keys="o" /></>}
        </button>
        <input ref={input} type="file" hidden accept=".csv,.xlsx" onChange={(event) => { void take(event.target.files?.[0]); event.target.value = ''; }} />
      </Field>
      <Field
        label="列名对应"
        hint={<button type="button" className={styles.link} onClick={() => setAsText(asText === null ? JSON.stringify(withoutBlanks(mapping), null, 1) : null)}>{asText === null ? '改用 JSON 填写' : '改用逐列填写'}</button>}
      >
        {asText !== null
          ? <Input.TextArea className={styles.json} autoSize={{ minRows: 5, maxRows: 14 }} spellCheck={false} value={asText} onChange={(event) => setAsText(event.target.value)} aria-label="列名对应表（JSON）" />
          : (
            <>
              <p className={styles.tip}>{found ? missing.length === 0 ? '文件的列名都对得上。' : `还有 ${missing.length} 列没有对上，请在下面选择文件里对应的列名。` : '列名与模板一致的不用填。'}</p>
              <div className={styles.columns}>
                {(columns.data ?? []).map((name) => (
                  <label key={name} data-missing={missing.includes(name) || undefined}>
                    <span>{name}</span>
                    <AutoComplete
                      placeholder={name} value={mapping[name] ?? ''} onChange={(value) => setMapping((before) => ({ ...before, [name]: value }))}
                      options={found?.map((value) => ({ value }))} aria-label={`${name} 在文件里的列名`}
                    />
                  </label>
                ))}
              </div>
            </>
          )}
      </Field>
      <Refusal error={start.error} />
      <footer>
        <Button type="primary" size="large" htmlType="submit" loading={start.isPending}>开始导入 <KeyCap keys="ctrl+enter" /></Button>
        {start.isPending && <Progress percent={Math.round(sent * 100)} style={{ width: 260 }} format={(percent) => (percent === 100 ? '已上传' : `上传 ${percent}%`)} />}
      </footer>
    </form>
  );
}

function withoutBlanks(mapping: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(mapping).map(([name, value]) => [name, value.trim()]).filter(([name, value]) => value !== '' && value !== name));
}

function parseMapping(text: string): Record<string, string> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    const plain = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((v) => typeof v === 'string');
    return plain ? (value as Record<string, string>) : null;
  } catch {
    return null;
  }
}

function sizeText(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
