import { addTariffVersion, previewTariff, type TariffView } from '@shouwen/shared/contract/tariff';
import { addDays, formatFen, shanghaiDate } from '@shouwen/shared/value';
import { componentLabels } from '@shouwen/shared/vocabulary';
import { Button, Input } from 'antd';
import { useContractForm } from '../../field/contract-form';
import { YuanField } from '../../field/yuan-field';
import { KeyCap } from '../../keyboard/key-cap';
import { useKeys } from '../../keyboard/keyboard';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/field';
import { Refusal } from '../../ui/refusal';
import styles from './tariff.module.css';
import { type Draft, useAddVersion, usePreview } from './tariff.calls';

interface Values {
  code: string;
  name: string;
  fromOn: string;
  tierPeriod: 'year' | 'month';
  baseHousehold: string;
  tiers: { upTo: string; water: string; extra: string }[];
  flat: { component: string; price: string }[];
  minimumFen: number | null;
  reason: string;
}
const inYuan = (price: number) => String(price / 10_000);
/** Yuan per m³ as typed, in 1/10000; NaN: not a price. */
const priceOf = (text: string) => (/^\d{1,5}(\.\d{1,4})?$/.test(text.trim()) ? Math.round(Number(text) * 10_000) : Number.NaN);
const wholeOf = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN);

const draftOf = ({ code, name, fromOn, tierPeriod, baseHousehold, tiers, flat, minimumFen }: Omit<Values, 'reason'>): Draft => ({
  code, name, fromOn, tierPeriod, baseHousehold: wholeOf(baseHousehold), minimumFen: minimumFen ?? 0,
  tiers: tiers.map(({ upTo, water }) => ({ upTo: upTo.trim() === '' ? null : wholeOf(upTo), water: priceOf(water) })),
  perExtraPerson: tiers.slice(0, -1).every(({ extra }) => extra.trim() === '' || extra.trim() === '0') ? [] : tiers.slice(0, -1).map(({ extra }) => (extra.trim() === '' ? 0 : wholeOf(extra))),
  flat: flat.map(({ component, price }) => ({ component, price: priceOf(price) })),
});

/** A new version, tried out on sample months before it is asked for; another person publishes it. */
export function VersionForm({ tariff, onClose, onDone }: { tariff: TariffView | null; onClose: () => void; onDone: () => void }) {
  const latest = tariff?.versions[0];
  const form = useContractForm<typeof addTariffVersion, Values>(addTariffVersion, {
    code: tariff?.code ?? '', name: tariff?.name ?? '', fromOn: `${addDays(shanghaiDate(new Date()), 31).slice(0, 7)}-01`, tierPeriod: latest?.tierPeriod ?? 'month', baseHousehold: String(latest?.baseHousehold ?? 5),
    tiers: latest?.tiers.map(({ upTo, water }, i) => ({ upTo: upTo === null ? '' : String(upTo), water: inYuan(water), extra: latest.perExtraPerson?.[i] ? String(latest.perExtraPerson[i]) : '' })) ?? [{ upTo: '', water: '', extra: '' }],
    flat: latest?.flat.map(({ component, price }) => ({ component, price: inYuan(price) })) ?? [{ component: 'resource', price: '' }, { component: 'sewage', price: '' }], minimumFen: latest && latest.minimumFen > 0 ? latest.minimumFen : null, reason: '',
  }, ({ reason, ...values }) => ({ ...draftOf(values), reason }));
  const { values } = form;
  const draft = draftOf(values);
  const preview = usePreview(previewTariff.body.safeParse(draft).success ? draft : null);
  const faults = preview.data?.faults ?? [];
  const faultAt = (path: string) => form.errors[path] ?? faults.find((fault) => fault.path.split('.')[0] === path)?.message;
  const command = useAddVersion(onDone);
  const submit = () => { const body = form.check(faults); if (body && !command.isPending) command.mutate({ body }); };
  useKeys('公布水价', [{ keys: 'ctrl+enter', label: '提交审批', run: submit }, { keys: 'escape', label: '不办了', run: onClose }]);
  const tier = (index: number, change: Partial<Values['tiers'][number]>) => form.set('tiers', values.tiers.map((one, i) => (i === index ? { ...one, ...change } : one)));
  return (
    <form ref={form.ref} className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h2>{tariff ? `${tariff.name}：公布新一版` : '新增一种水价'}</h2>
      <Refusal error={command.error} />
      {!tariff && <Field name="code" label="水价代码" required hint="小写字母、数字和短横线" error={faultAt('code')}><Input autoFocus aria-label="水价代码" value={values.code} onChange={(e) => form.set('code', e.target.value)} /></Field>}
      {!tariff && <Field name="name" label="名称" required error={faultAt('name')}><Input aria-label="名称" value={values.name} onChange={(e) => form.set('name', e.target.value)} /></Field>}
      <Field name="fromOn" label="执行日期" required error={faultAt('fromOn')}><Input type="date" autoFocus={tariff !== null} aria-label="执行日期" value={values.fromOn} onChange={(e) => form.set('fromOn', e.target.value)} /></Field>
      <Choice label="阶梯周期" value={values.tierPeriod} onChange={(tierPeriod) => form.set('tierPeriod', tierPeriod)} options={[{ value: 'year', label: '按年阶梯' }, { value: 'month', label: '按月（非居民填一档）' }]} />
      <Field name="tiers" label="各档" required hint="最后一档上限留空" error={faultAt('tiers')}>
        {values.tiers.map((one, index) => (
          <div key={index} className={styles.tier}>
            <span>第 {index + 1} 档</span>
            <Input aria-label={`第 ${index + 1} 档上限`} inputMode="numeric" placeholder="不限" value={one.upTo} prefix="至" suffix="m³" onChange={(e) => tier(index, { upTo: e.target.value })} />
            <Input aria-label={`第 ${index + 1} 档单价`} inputMode="decimal" value={one.water} suffix="元/m³" onChange={(e) => tier(index, { water: e.target.value })} />
            <Input aria-label={`第 ${index + 1} 档每多一人`} inputMode="numeric" disabled={index === values.tiers.length - 1} value={one.extra} prefix="每人+" suffix="m³" onChange={(e) => tier(index, { extra: e.target.value })} />
            {values.tiers.length > 1 && <Button type="text" onClick={() => form.set('tiers', values.tiers.filter((_, i) => i !== index))}>去掉</Button>}
          </div>
        ))}
        {values.tiers.length < 10 && <Button type="dashed" onClick={() => form.set('tiers', [...values.tiers, { upTo: '', water: '', extra: '' }])}>再加一档</Button>}
      </Field>
      <Field name="baseHousehold" label="核定人口" required hint="超过的每人按上面放宽" error={faultAt('baseHousehold')}><Input aria-label="核定人口" inputMode="numeric" value={values.baseHousehold} suffix="人" onChange={(e) => form.set('baseHousehold', e.target.value)} /></Field>
      <Field name="flat" label="随水征收" error={faultAt('flat')}>
        {values.flat.map((one, index) => (
          <div key={index} className={styles.tier}>
            <span>{componentLabels[one.component] ?? one.component}</span>
            <Input aria-label={`${componentLabels[one.component] ?? one.component}单价`} inputMode="decimal" value={one.price} suffix="元/m³" onChange={(e) => form.set('flat', values.flat.map((flat, i) => (i === index ? { ...flat, price: e.target.value } : flat)))} />
            <Button type="text" onClick={() => form.set('flat', values.flat.filter((_, i) => i !== index))}>去掉</Button>
          </div>
        ))}
      </Field>
      <Field name="minimumFen" label="每月最低收费" hint="不设的留空" error={faultAt('minimumFen')}><YuanField label="每月最低收费" value={values.minimumFen} onChange={(minimumFen) => form.set('minimumFen', minimumFen)} /></Field>
      <Field name="reason" label="依据" required hint="批文或决定，审批人会看到" error={faultAt('reason')}><Input aria-label="依据" maxLength={200} value={values.reason} onChange={(e) => form.set('reason', e.target.value)} /></Field>
      <section className={styles.version} aria-label="试算">
        <h3>试算：一个月的水费</h3>
        {!preview.data || preview.data.samples.length === 0 ? <p className={styles.grey}>填完整后，这里显示新旧水价各要多少钱</p> : (
          <table className={styles.table}>
            <thead><tr><th>用水</th><th>新价</th><th>原价</th><th>相差</th></tr></thead>
            <tbody>{preview.data.samples.map(({ volume, totalFen, beforeFen }) => <tr key={volume}><th>{volume} m³</th><td>{formatFen(totalFen)}</td><td>{beforeFen === null ? '—' : formatFen(beforeFen)}</td><td>{beforeFen === null ? '' : formatFen(totalFen - beforeFen)}</td></tr>)}</tbody>
          </table>
        )}
      </section>
      <div className={styles.actions}><Button type="primary" htmlType="submit" loading={command.isPending}>提交审批 <KeyCap keys="ctrl+enter" /></Button><Button onClick={onClose}>不办了</Button></div>
    </form>
  );
}
