import { changeReminderSeries, type ReminderSeriesView, type ReminderStep } from '@shouwen/shared/contract/arrears';
import { formatInstant } from '@shouwen/shared/value';
import { reminderChannelLabels, type ReminderChannel } from '@shouwen/shared/vocabulary';
import { Button, Input, InputNumber, Select } from 'antd';
import { useContractForm } from '../../field/contract-form';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { showNotice } from '../../ui/notice';
import { Refusal } from '../../ui/refusal';
import { ErrorState, ListSkeleton } from '../../ui/state';
import styles from './arrears.module.css';
import { useArrearsCommand, useReminderSeries } from './arrears.calls';

const channels = (Object.keys(reminderChannelLabels) as ReminderChannel[]).map((value) => ({ value, label: reminderChannelLabels[value] }));

export function SeriesPane() {
  const query = useReminderSeries();
  if (query.isPending) return <ListSkeleton rows={5} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Series key={query.data.version} series={query.data} />;
}

function Series({ series }: { series: ReminderSeriesView }) {
  const form = useContractForm(changeReminderSeries, { steps: series.steps }, (values) => ({ version: series.version, ...values }));
  const { steps } = form.values;
  const command = useArrearsCommand(changeReminderSeries, () => showNotice({ id: 'done', tone: 'done', text: '已发布，下一次催缴按新步骤', lastsMs: 3500 }));
  const change = (at: number, one: Partial<ReminderStep>) => form.set('steps', steps.map((step, i) => (i === at ? { ...step, ...one } : step)));
  const submit = () => { const body = form.check(); if (body && !command.isPending) command.send({ body }); };
  useKeys('催缴步骤', [series.mayChange && { keys: 'ctrl+enter', label: '发布步骤', run: submit }]);
  const { lastPass } = series;
  return (
    <form ref={form.ref} className={styles.body} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <p className={styles.tip}>每天 9 时至 20 时催缴一次，按户合并；有账单在核查的、按期分期的、已缴清的不催。没有绑定微信的，微信消息改为电话。{lastPass ? ` 最近一次 ${lastPass.day}${lastPass.finished ? '' : '（进行中）'}：消息 ${lastPass.messages} 户，电话 ${lastPass.calls} 户。` : ''}</p>
      <p className={styles.tip}>{series.by === null ? '现行步骤为初始设置' : `现行步骤由${series.by}于 ${formatInstant(series.at)} 发布`}</p>
      <Refusal error={command.error} />
      {form.errors.steps && <p role="alert" className={styles.fault}>{form.errors.steps}</p>}
      <table className={styles.table}>
        <thead><tr><th>逾期天数</th><th>方式</th><th className={styles.wide}>内容（微信消息最多显示 20 个字）</th>{series.mayChange && <th />}</tr></thead>
        <tbody>
          {steps.map((step, i) => (
            <tr key={i} data-field="steps">
              <th>{series.mayChange ? <InputNumber size="small" min={1} max={3650} aria-label={`第 ${i + 1} 步逾期天数`} value={step.days} onChange={(days) => change(i, { days: days ?? 0 })} /> : `${step.days} 天`}</th>
              <td>{series.mayChange ? <Select size="small" aria-label={`第 ${i + 1} 步方式`} value={step.channel} options={channels} onChange={(channel) => change(i, { channel })} /> : reminderChannelLabels[step.channel]}</td>
              <td className={styles.wide}>{series.mayChange ? <Input size="small" aria-label={`第 ${i + 1} 步内容`} maxLength={60} value={step.text} onChange={(event) => change(i, { text: event.target.value })} /> : step.text}</td>
              {series.mayChange && <td><Button size="small" type="text" disabled={steps.length === 1} onClick={() => form.set('steps', steps.filter((_, at) => at !== i))}>删除</Button></td>}
            </tr>
          ))}
        </tbody>
      </table>
      {series.mayChange && (
        <div className={styles.foot}>
          <Button disabled={steps.length >= 12} onClick={() => form.set('steps', [...steps, { days: (steps.at(-1)?.days ?? 0) + 30, channel: 'call', text: '' }])}>增加一步</Button>
          <Button type="primary" htmlType="submit" loading={command.isPending}>发布 <KeyCap keys="ctrl+enter" /></Button>
        </div>
      )}
    </form>
  );
}
