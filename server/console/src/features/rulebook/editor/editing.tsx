import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { MouseEvent, ReactNode } from 'react';
import styles from './editing.module.css';

/** What is wrong at a place of the content, as the server says it (`3.category`). */
export interface Fault {
  path: string;
  message: string;
}
export interface EditorProps<T> {
  value: T;
  onChange: (value: T) => void;
  faults: readonly Fault[];
  /** Code → label of every category. */
  labels: Readonly<Record<string, string>>;
}

export const replaced = <T,>(list: readonly T[], index: number, item: T): T[] => list.map((other, at) => (at === index ? item : other));
export const removed = <T,>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);
export function moved<T>(list: readonly T[], index: number, step: 1 | -1): T[] {
  const next = [...list];
  [next[index], next[index + step]] = [next[index + step]!, next[index]!];
  return next;
}
export const faultsUnder = (faults: readonly Fault[], path: string): Fault[] => faults.filter((fault) => fault.path === path || fault.path.startsWith(`${path}.`));

/** Native controls: a table of a hundred rows stays quick, and every key works as people know it. */
export function Text({ label, value, onChange, long = false, wrap = false, faulty = false }: { label: string; value: string; onChange: (value: string) => void; long?: boolean; wrap?: boolean; faulty?: boolean }) {
  return long || wrap
    ? <textarea className={`${styles.input} ${wrap ? styles.wrap : ''}`} aria-label={label} aria-invalid={faulty || undefined} rows={wrap ? 1 : 3} value={value} onChange={(e) => onChange(wrap ? e.target.value.replaceAll('\n', '') : e.target.value)} />
    : <input className={styles.input} aria-label={label} aria-invalid={faulty || undefined} value={value} onChange={(e) => onChange(e.target.value)} />;
}
export function Whole({ label, value, onChange, min = 1, max = 10_000, faulty = false }: { label: string; value: number; onChange: (value: number) => void; min?: number; max?: number; faulty?: boolean }) {
  return <input className={styles.number} type="number" aria-label={label} aria-invalid={faulty || undefined} min={min} max={max} value={Number.isFinite(value) ? value : ''} onChange={(e) => onChange(e.target.valueAsNumber)} />;
}
export function Day({ label, value, onChange, faulty = false }: { label: string; value: string; onChange: (value: string) => void; faulty?: boolean }) {
  return <input className={styles.day} type="date" aria-label={label} aria-invalid={faulty || undefined} value={value} onChange={(e) => onChange(e.target.value)} />;
}
/** One of the words; with `any`, also none of them. */
export function Pick<V extends string>({ label, value, options, any, onChange, faulty = false }: { label: string; value: V | null; options: Readonly<Record<string, string>>; any?: string; onChange: (value: V | null) => void; faulty?: boolean }) {
  return (
    <select className={styles.input} aria-label={label} aria-invalid={faulty || undefined} value={value ?? ''} onChange={(e) => onChange(e.target.value === '' ? null : (e.target.value as V))}>
      {any !== undefined && <option value="">{any}</option>}
      {value !== null && !(value in options) && <option value={value}>{value}</option>}
      {Object.entries(options).map(([code, name]) => <option key={code} value={code}>{name}</option>)}
    </select>
  );
}
/** Several of the words, in their own order. */
export function Picks<V extends string>({ label, value, options, onChange }: { label: string; value: readonly V[]; options: Readonly<Record<V, string>>; onChange: (value: V[]) => void }) {
  const all = Object.keys(options) as V[];
  return (
    <span role="group" aria-label={label} className={styles.picks}>
      {all.map((one) => (
        <label key={one} data-on={value.includes(one) || undefined}>
          <input type="checkbox" checked={value.includes(one)} onChange={(e) => onChange(all.filter((other) => (other === one ? e.target.checked : value.includes(other))))} />
          {options[one]}
        </label>
      ))}
    </span>
  );
}

export function RowTools({ what, onRemove, onUp, onDown }: { what: string; onRemove?: () => void; onUp?: () => void; onDown?: () => void }) {
  return (
    <span className={styles.tools}>
      {onUp && <button type="button" aria-label={`上移${what}`} title="上移" onClick={onUp}><ArrowUpOutlined /></button>}
      {onDown && <button type="button" aria-label={`下移${what}`} title="下移" onClick={onDown}><ArrowDownOutlined /></button>}
      {onRemove && <button type="button" aria-label={`删除${what}`} title="删除" onClick={onRemove}><DeleteOutlined /></button>}
    </span>
  );
}
export function AddRow({ children, onAdd }: { children: string | string[]; onAdd: () => void }) {
  // Whoever adds a row goes on in it; the row stands just before the button.
  const add = (event: MouseEvent<HTMLElement>) => {
    const before = event.currentTarget.previousElementSibling;
    onAdd();
    requestAnimationFrame(() => before?.querySelector<HTMLElement>('tbody tr:last-child :is(input, select, textarea)')?.focus());
  };
  return <Button className={styles.add} icon={<PlusOutlined />} onClick={add}>{children}</Button>;
}

/** A table whose rows carry what is wrong with them. */
export function EditTable({ head, widths, children }: { head: readonly string[]; widths?: readonly (number | undefined)[]; children: ReactNode }) {
  return (
    <table className={styles.table} style={widths && { tableLayout: 'fixed' }}>
      <thead><tr>{head.map((name, index) => <th key={index} scope="col" style={{ width: widths?.[index] }}>{name}</th>)}</tr></thead>
      <tbody>{children}</tbody>
    </table>
  );
}
export function FaultRow({ faults, columns }: { faults: readonly Fault[]; columns: number }) {
  if (faults.length === 0) return null;
  return <tr className={styles.faults} data-fault><td colSpan={columns} role="alert">{faults.map(({ message }) => message).join('；')}</td></tr>;
}
export function Faults({ faults }: { faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return <p className={styles.faulty} role="alert" data-fault>{faults.map(({ message }) => message).join('；')}</p>;
}
