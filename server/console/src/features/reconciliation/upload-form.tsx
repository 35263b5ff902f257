import { FileTextOutlined } from '@ant-design/icons';
import type { ReconciliationDayDetail } from '@shouwen/shared/contract/reconciliation';
import { addDays, shanghaiDate } from '@shouwen/shared/value';
import { Button, Input, Progress } from 'antd';
import { useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { showNotice } from '../../ui/notice';
import { useNow } from '../../ui/now';
import { Refusal } from '../../ui/refusal';
import { type ChosenFile, useUpload } from './reconciliation.calls';
import styles from './reconciliation.module.css';

const columns = { card: '终端号、批次号、参考号、时间、金额、状态（成功、撤销、退货）', bank: '日期、凭证号（存款单号）、金额、摘要（渠道结算写 WX-日期 或 CARD-日期）' } as const;

/** A terminal's batch or the bank's list: taken whole or not at all. */
export function UploadForm({ onDone, onCancel }: { onDone: (day: ReconciliationDayDetail) => void; onCancel: () => void }) {
  const yesterday = addDays(shanghaiDate(new Date(useNow())), -1);
  const wanted = useLocation().state as Pick<ChosenFile, 'source' | 'date'> | null;
  const [source, setSource] = useState<'card' | 'bank'>(wanted?.source ?? 'card');
  const [date, setDate] = useState(wanted?.date ?? yesterday);
  const [file, setFile] = useState<File | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [sent, setSent] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const upload = useUpload(setSent, (day) => {
    showNotice({ id: 'done', tone: 'done', text: day.openItems === 0 ? '文件已收下，双方相符' : `文件已收下，有 ${day.openItems} 条差异要处理`, lastsMs: 5000 });
    onDone(day);
  });
  const submit = () => {
    if (!file) return setFault('请先选择文件');
    if (!upload.isPending) upload.mutate({ source, date, file });
  };
  const take = (next: File | undefined) => {
    if (!next) return;
    upload.reset();
    setFault(null);
    setFile(next);
  };
  useKeys('上传', [{ keys: 'ctrl+enter', label: '上传并比对', run: submit }, { keys: 'o', label: '选择文件', run: () => input.current?.click() }, { keys: 'escape', label: '不传了', run: onCancel }]);
  return (
    <form className={styles.upload} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h2>上传对方文件</h2>
      <p>文件要整个正确才收下：有一行读不懂就全部不收，并告诉您是第几行哪一列。同一个文件传两次不会重复；传错的，签字前可以撤回。上传的人不能给这一天签字。</p>
      <Field label="来源"><Choice autoFocus label="来源" value={source} onChange={setSource} options={[{ value: 'card', label: '刷卡终端批次' }, { value: 'bank', label: '银行入账' }]} /></Field>
      <Field label="日期"><Input type="date" aria-label="日期" style={{ width: 180 }} value={date} onChange={(event) => setDate(event.target.value)} /></Field>
      <Field label="文件" hint={`CSV（UTF-8 或 GBK），第一行是列名：${columns[source]}`} error={fault ?? undefined}>
        <button type="button" className={styles.drop} data-chosen={file !== null} onClick={() => input.current?.click()} onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); take(event.dataTransfer.files[0]); }}>
          {file ? <><FileTextOutlined /> <strong>{file.name}</strong> 点击换一个</> : <>把文件拖到这里，或点击选择 <KeyCap keys="o" /></>}
        </button>
        <input ref={input} type="file" hidden accept=".csv,.txt" onChange={(event) => { take(event.target.files?.[0]); event.target.value = ''; }} />
      </Field>
      <Refusal error={upload.error} />
      <div className={styles.line}>
        <Button type="primary" htmlType="submit" loading={upload.isPending}>上传并比对 <KeyCap keys="ctrl+enter" /></Button>
        {upload.isPending && <Progress percent={Math.round(sent * 100)} style={{ width: 260 }} format={(percent) => (percent === 100 ? '正在比对' : `上传 ${percent}%`)} />}
      </div>
    </form>
  );
}
