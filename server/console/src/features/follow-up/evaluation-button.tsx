import { openEvaluation } from '@shouwen/shared/contract/follow-up';
import { StarOutlined } from '@ant-design/icons';
import { Button, Modal, QRCode, Select } from 'antd';
import { useState } from 'react';
import { useIntent } from '../../api/intent';
import { useCatalogue } from '../../field/directory';
import { Refusal } from '../../ui/refusal';
import styles from './follow-up.module.css';
import { useEvaluationState } from './follow-up.calls';

const atCounter = ['缴费', '查询', '过户', '报装咨询', '其他业务'];

/** FU-2: 请评价, after a service at the counter: the resident's phone by the QR code, or the tablet on the counter. */
export function EvaluationButton() {
  const [shown, setShown] = useState(false);
  return (
    <>
      <button type="button" className={styles.evaluate} onClick={() => setShown(true)}><StarOutlined /> 请评价</button>
      {shown && <Evaluation onClose={() => setShown(false)} />}
    </>
  );
}

function Evaluation({ onClose }: { onClose: () => void }) {
  const [service, setService] = useState<string | null>(null);
  const catalogue = useCatalogue();
  const open = useIntent(openEvaluation);
  const state = useEvaluationState(open.data?.id ?? null).data?.state;
  const services = [...new Set([...(catalogue.data?.services ?? []).map(({ name }) => name), ...atCounter])];
  const address = open.data && new URL(open.data.url, window.location.origin).href;
  const choose = (name: string) => { setService(name); open.mutate({ body: { service: name } }); };
  return (
    <Modal open title="请居民评价" onCancel={onClose} footer={null} width={420} destroyOnHidden>
      <div className={styles.evaluation}>
        <Select autoFocus={service === null} showSearch style={{ width: '100%' }} aria-label="办理的业务" placeholder="刚办完的业务" value={service} onChange={choose} options={services.map((value) => ({ value, label: value }))} />
        <Refusal error={open.error} />
        {address && (
          state === 'rated' ? <p className={styles.thanks}>居民已评价，谢谢</p>
          : state === 'expired' ? <p>评价页面已失效，请重新选择业务。</p>
          : <><QRCode value={address} size={240} bordered={false} /><p>请居民扫码，或 <a href={address} target="_blank" rel="noreferrer">在平板上打开</a></p><small>15 分钟内有效，只能评价一次</small></>
        )}
        {state === 'rated' && <Button type="primary" onClick={onClose}>完成</Button>}
      </div>
    </Modal>
  );
}
